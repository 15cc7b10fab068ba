// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import com.avvyland.worker.asynq.broker.WorkerBroker;
import com.avvyland.worker.asynq.broker.WorkerBroker.Batch;
import com.avvyland.worker.asynq.broker.WorkerBroker.Exchange;
import com.avvyland.worker.asynq.broker.WorkerBroker.Taken;
import com.avvyland.worker.asynq.redis.RedisFailure;
import com.avvyland.worker.asynq.server.Backlog.Report;
import com.avvyland.worker.asynq.server.Backlog.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges settlements for tasks: each round trip writes what has ended and takes as many tasks as slots are free, never
 * more. A settlement is written again until its fate is known or its lease is over.
 *
 * <p>Owns a few threads. One makes round trips while Redis is near; the others stand in for one that runs a handler, and
 * join in while Redis is far.
 */
final class Pump implements AutoCloseable {

    private static final int THREADS = 4;

    /** Makes deliveries of tasks and runs them. */
    interface Sink {

        /**
         * Take a task on; may not throw.
         *
         * @param leasedAt by the monotonic clock, when its lease began
         * @return the delivery to run, null when that is not to happen
         */
        @Nullable
        Delivery accept(Taken task, long leasedAt);

        /** Run a delivery on another thread. */
        void start(Delivery delivery);

        /** Run a delivery on this thread. */
        void run(Delivery delivery);
    }

    private final WorkerBroker broker;
    private final Backlog backlog;
    private final Wakeups wakeups;
    private final InFlight inFlight;
    private final Sink sink;
    private final boolean alone;
    private final LongSupplier nanos;
    private final QuietLog log;
    private final List<Thread> threads = new ArrayList<>();

    /** @param alone true when one task runs at a time: it is run by the thread that took it, without a hand-over */
    Pump(
            WorkerBroker broker,
            Backlog backlog,
            Wakeups wakeups,
            InFlight inFlight,
            Sink sink,
            boolean alone,
            LongSupplier nanos,
            QuietLog log) {
        this.broker = broker;
        this.backlog = backlog;
        this.wakeups = wakeups;
        this.inFlight = inFlight;
        this.sink = sink;
        this.alone = alone;
        this.nanos = nanos;
        this.log = log;
        for (int i = 1; i <= THREADS; i++) {
            threads.add(Thread.ofPlatform().name("asynq-pump-" + i).daemon().unstarted(this::loop));
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** Tell whether the current thread makes round trips itself when it is through with what it does. */
    boolean isOwnThread() {
        return threads.contains(Thread.currentThread());
    }

    private void loop() {
        try {
            for (Turn turn = backlog.next(); turn != null; turn = backlog.next()) {
                Delivery own = exchange(turn);
                if (own != null) {
                    backlog.handling(1);
                    sink.run(own);
                    backlog.handling(-1);
                }
            }
        } catch (InterruptedException _) {
            // Only close() interrupts.
        }
    }

    /** Make one round trip; return the delivery that this thread has to run. */
    private @Nullable Delivery exchange(Turn turn) {
        List<Unsettled> ours =
                turn.settlements().stream().filter(this::stillOurs).toList();
        long sentAt = nanos.getAsLong();
        Exchange exchange;
        try {
            exchange = broker.exchange(ours.stream().map(Unsettled::settlement).toList(), turn.shares());
        } catch (RuntimeException | OutOfMemoryError e) {
            // What can't even be sent must not end the thread that all tasks depend on.
            log.warn("exchange", e);
            backlog.done(turn, new Report(afterTry(ours), 0, Set.of(), Set.of(), true, 0));
            return null;
        }
        long took = nanos.getAsLong() - sentAt;
        List<Unsettled> again = settled(ours, exchange);
        List<Delivery> own = accept(exchange, sentAt);
        int taken = 0;
        Set<String> full = new HashSet<>();
        Set<String> empty = new HashSet<>();
        Set<String> watchable = new HashSet<>();
        for (Map.Entry<String, Batch> queue : exchange.batches().entrySet()) {
            Batch batch = queue.getValue();
            taken += batch.tasks().size();
            boolean all = batch.tasks().size() == turn.shares().getOrDefault(queue.getKey(), 0);
            (all ? full : empty).add(queue.getKey());
            // A paused queue with tasks would answer the question at once, over and over.
            if (!all && !batch.paused()) {
                watchable.add(queue.getKey());
            }
        }
        @Nullable RedisFailure failure = exchange.failure();
        if (failure != null) {
            log.warn("exchange", failure);
            wakeups.forget();
        }
        backlog.done(turn, new Report(again, taken, full, empty, failure != null, took));
        watchable.forEach(wakeups::watch);
        return own.isEmpty() ? null : own.getFirst();
    }

    /** Take tasks on and start them; return the one that is left to this thread, if any. */
    private List<Delivery> accept(Exchange exchange, long sentAt) {
        List<Delivery> own = new ArrayList<>();
        for (Batch batch : exchange.batches().values()) {
            for (Taken task : batch.tasks()) {
                Delivery delivery = sink.accept(task, sentAt);
                if (delivery != null && alone) {
                    own.add(delivery);
                } else if (delivery != null) {
                    sink.start(delivery);
                }
            }
        }
        return own;
    }

    private List<Unsettled> settled(List<Unsettled> ours, Exchange exchange) {
        List<Unsettled> again = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            Unsettled entry = ours.get(i);
            switch (exchange.fates().get(i)) {
                case UNKNOWN -> again.add(entry.afterTry());
                case HELD -> inFlight.remove(entry.delivery());
                case NOT_HELD -> {
                    inFlight.remove(entry.delivery());
                    // Not held after an answer was lost: our own earlier call did it.
                    if (!entry.tried()) {
                        log.warn("task " + id(entry), "no longer held, its outcome is dropped");
                    }
                }
            }
        }
        return again;
    }

    private static List<Unsettled> afterTry(List<Unsettled> entries) {
        return entries.stream().map(Unsettled::afterTry).toList();
    }

    private boolean stillOurs(Unsettled entry) {
        if (entry.delivery().lease().holds()) {
            return true;
        }
        inFlight.remove(entry.delivery());
        log.warn("task " + id(entry), "its lease ended before its outcome could be written, it will run again");
        return false;
    }

    private static String id(Unsettled entry) {
        return entry.settlement().task().getId();
    }

    /** Take nothing more, and wait for what was asked for already; settlements are still written. */
    void stopFetching() {
        backlog.suspend(true);
        wakeups.close();
        try {
            backlog.awaitQuiet(false, Duration.ofSeconds(10));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Write what waits, then end; what can't be written in time is left to its lease. */
    void close(Duration most) {
        try {
            backlog.awaitQuiet(true, most);
            backlog.close();
            for (Thread thread : threads) {
                if (thread != Thread.currentThread() && !thread.join(Duration.ofMillis(500))) {
                    thread.interrupt();
                }
            }
        } catch (InterruptedException _) {
            backlog.close();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(5));
    }
}
