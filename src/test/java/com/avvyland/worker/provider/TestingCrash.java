// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.journal.Blobs;
import com.avvyland.worker.journal.Purchase;
import com.avvyland.worker.journal.Purchases;
import com.avvyland.worker.journal.RedisBlobs;
import com.avvyland.worker.task.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;

/**
 * Is a worker that dies during purchases: when each of them has come to one boundary of its journal the process is halted, with nothing
 * cleaned up.
 */
final class TestingCrash {

    /** The exit status of a process all of whose purchases reached the boundary. */
    static final int HALTED = 42;

    /** The exit status of a process one of whose purchases ended without reaching it. */
    static final int MISSED = 1;

    private static final Duration KEPT = Duration.ofHours(1);

    /** The boundaries, in the order of a purchase. */
    enum Boundary {
        BEFORE_INTENT,
        /** Nothing was sent yet. */
        AFTER_INTENT,
        /** Never: it goes on until it is killed. */
        NONE,
        /** The submission was answered. */
        BEFORE_RECEIPT,
        AFTER_RECEIPT,
        AFTER_FIRST_POLL,
        AFTER_SECOND_POLL,
        /** The job is done, and its files were read. */
        BEFORE_RESULT_IS_KEPT,
        AFTER_RESULT_IS_KEPT,
        AFTER_DONE
    }

    private final Boundary boundary;
    private final CountDownLatch reached;

    private TestingCrash(Boundary boundary, int purchases) {
        this.boundary = boundary;
        this.reached = new CountDownLatch(purchases);
    }

    /**
     * Buy from every line at once, and die.
     *
     * @param arguments port of Redis, database, boundary, then for each line its name and the URL of its fake
     */
    public static void main(String[] arguments) throws InterruptedException {
        TestingCrash crash = new TestingCrash(Boundary.valueOf(arguments[2]), (arguments.length - 3) / 2);
        for (int i = 3; i < arguments.length; i += 2) {
            TestingLine line = TestingLine.valueOf(arguments[i]);
            RedissonClient redis =
                    TestingPurchasing.connect(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
            String url = arguments[i + 1];
            Thread.ofVirtual().start(() -> crash.buy(line, url, redis));
        }
        crash.reached.await();
        Runtime.getRuntime().halt(HALTED);
    }

    private void buy(TestingLine line, String url, RedissonClient redis) {
        TestingPurchasing purchasing = new TestingPurchasing(
                redis, line.environment(url), Path.of("routes"), new Journal(redis), new Results(redis));
        int[] pauses = {0};
        // There is a pause before each question: the second is after the first answer.
        purchasing.clock().onPause(() -> {
            pauses[0]++;
            stop(boundary == Boundary.AFTER_FIRST_POLL && pauses[0] == 2);
            stop(boundary == Boundary.AFTER_SECOND_POLL && pauses[0] == 3);
        });
        Exception failure = purchasing.buy(line.request()).getException();
        System.err.println(line + ": ended");
        if (failure != null) {
            failure.printStackTrace();
        }
        Runtime.getRuntime().halt(MISSED);
    }

    /** Go no further: what comes next in this purchase is the end of the process. */
    private void stop(boolean now) {
        if (!now) {
            return;
        }
        reached.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Runtime.getRuntime().halt(MISSED);
        }
    }

    private final class Journal extends Purchases {

        Journal(RedissonClient redis) {
            super(redis, KEPT);
        }

        @Override
        public boolean intend(String work, String offer, Purchase intent) {
            stop(boundary == Boundary.BEFORE_INTENT);
            boolean first = super.intend(work, offer, intent);
            stop(boundary == Boundary.AFTER_INTENT);
            return first;
        }

        @Override
        public void advance(String work, String offer, Purchase purchase) {
            boolean receipt = purchase.state() == Purchase.State.SUBMITTED;
            stop(receipt && boundary == Boundary.BEFORE_RECEIPT);
            super.advance(work, offer, purchase);
            stop(receipt && boundary == Boundary.AFTER_RECEIPT);
            stop(purchase.state() == Purchase.State.DONE && boundary == Boundary.AFTER_DONE);
        }
    }

    private final class Results implements Blobs {

        private final Blobs real;

        Results(RedissonClient redis) {
            real = new RedisBlobs(redis, KEPT);
        }

        @Override
        public void keep(String sha256, Bytes blob) {
            stop(boundary == Boundary.BEFORE_RESULT_IS_KEPT);
            real.keep(sha256, blob);
            stop(boundary == Boundary.AFTER_RESULT_IS_KEPT);
        }

        @Override
        public @Nullable Bytes find(String sha256) {
            return real.find(sha256);
        }
    }
}
