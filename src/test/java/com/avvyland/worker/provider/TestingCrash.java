// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.journal.Blobs;
import com.avvyland.worker.journal.Purchase;
import com.avvyland.worker.journal.Purchases;
import com.avvyland.worker.journal.RedisBlobs;
import com.avvyland.worker.task.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;

/** Is a worker that dies during a purchase: at one boundary of its journal the process is halted, with nothing cleaned up. */
final class TestingCrash {

    /** The exit status of a process that reached its boundary. */
    static final int HALTED = 42;

    /** The exit status of a process that bought without reaching it. */
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

    private TestingCrash() {}

    /**
     * Buy once, and die.
     *
     * @param arguments port of Redis, line, URL of its fake, boundary
     */
    public static void main(String[] arguments) {
        TestingLine line = TestingLine.valueOf(arguments[1]);
        Boundary boundary = Boundary.valueOf(arguments[3]);
        RedissonClient redis = TestingPurchasing.connect(Integer.parseInt(arguments[0]));
        TestingPurchasing purchasing = new TestingPurchasing(
                redis,
                line.environment(arguments[2]),
                Path.of("routes"),
                new Journal(redis, boundary),
                new Results(new RedisBlobs(redis, KEPT), boundary));
        int[] pauses = {0};
        // There is a pause before each question: the second is after the first answer.
        purchasing.clock().onPause(() -> {
            pauses[0]++;
            halt(boundary == Boundary.AFTER_FIRST_POLL && pauses[0] == 2);
            halt(boundary == Boundary.AFTER_SECOND_POLL && pauses[0] == 3);
        });
        Exception failure = purchasing.buy(line.request()).getException();
        if (failure != null) {
            failure.printStackTrace();
        }
        Runtime.getRuntime().halt(MISSED);
    }

    private static void halt(boolean now) {
        if (now) {
            Runtime.getRuntime().halt(HALTED);
        }
    }

    private static final class Journal extends Purchases {

        private final Boundary boundary;

        Journal(RedissonClient redis, Boundary boundary) {
            super(redis, KEPT);
            this.boundary = boundary;
        }

        @Override
        public boolean intend(String work, String offer, Purchase intent) {
            halt(boundary == Boundary.BEFORE_INTENT);
            boolean first = super.intend(work, offer, intent);
            halt(boundary == Boundary.AFTER_INTENT);
            return first;
        }

        @Override
        public void advance(String work, String offer, Purchase purchase) {
            boolean receipt = purchase.state() == Purchase.State.SUBMITTED;
            halt(receipt && boundary == Boundary.BEFORE_RECEIPT);
            super.advance(work, offer, purchase);
            halt(receipt && boundary == Boundary.AFTER_RECEIPT);
            halt(purchase.state() == Purchase.State.DONE && boundary == Boundary.AFTER_DONE);
        }
    }

    private record Results(Blobs real, Boundary boundary) implements Blobs {

        @Override
        public void keep(String sha256, Bytes blob) {
            halt(boundary == Boundary.BEFORE_RESULT_IS_KEPT);
            real.keep(sha256, blob);
            halt(boundary == Boundary.AFTER_RESULT_IS_KEPT);
        }

        @Override
        public @Nullable Bytes find(String sha256) {
            return real.find(sha256);
        }
    }
}
