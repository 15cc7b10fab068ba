// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import com.avvyland.worker.asynq.broker.WorkerBroker;
import com.avvyland.worker.asynq.broker.WorkerBroker.Batch;
import com.avvyland.worker.asynq.broker.WorkerBroker.Taken;
import com.avvyland.worker.asynq.redis.RedisFailure;
import com.avvyland.worker.asynq.redis.Reply;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/** Takes as many tasks as there are free slots, never more, and hands each on. Owns one thread. */
final class Fetcher implements AutoCloseable {

    /** Most tasks one call asks for: a script of this length holds Redis for about a millisecond. */
    private static final int BATCH = 128;

    /** Gets each task with the time, by the monotonic clock, at which its lease began; it may not throw. */
    @FunctionalInterface
    interface Sink {
        void accept(Taken task, long leasedAt);
    }

    private final WorkerBroker broker;
    private final QueueOrder order;
    private final int queues;
    private final Semaphore slots;
    private final Idle idle;
    private final Sink sink;
    private final LongSupplier nanos;
    private final QuietLog log;
    private final Backoff backoff = new Backoff();
    private final Thread thread =
            Thread.ofPlatform().name("asynq-fetcher").daemon().unstarted(this::loop);
    private volatile boolean suspended;
    private volatile boolean stopped;

    Fetcher(
            WorkerBroker broker,
            QueueOrder order,
            int queues,
            Semaphore slots,
            Idle idle,
            Sink sink,
            LongSupplier nanos,
            QuietLog log) {
        this.broker = broker;
        this.order = order;
        this.queues = queues;
        this.slots = slots;
        this.idle = idle;
        this.sink = sink;
        this.nanos = nanos;
        this.log = log;
    }

    void start() {
        thread.start();
    }

    /** Take nothing more until resumed; a call already sent may still bring tasks. */
    void suspend() {
        suspended = true;
    }

    void resume() {
        suspended = false;
        idle.wake();
    }

    boolean isSuspended() {
        return suspended || stopped;
    }

    private void loop() {
        while (!stopped) {
            try {
                turn();
            } catch (InterruptedException _) {
                // Only close() interrupts; the flag ends the loop.
            }
        }
    }

    private void turn() throws InterruptedException {
        slots.acquire();
        int free = 1;
        int used = 0;
        try {
            while (free < BATCH && slots.tryAcquire()) {
                free++;
            }
            if (!isSuspended()) {
                used = fetch(free);
                backoff.reset();
            }
        } catch (RuntimeException e) {
            log.warn("fetch", e);
            idle.forget();
            Thread.sleep(backoff.next());
            return;
        } finally {
            slots.release(free - used);
        }
        if (used == 0) {
            idle.nap(queues);
        }
    }

    private int fetch(int free) {
        Set<String> empty = new HashSet<>();
        int used = 0;
        try {
            if (!order.strict()) {
                used = ask(order.shares(free), empty);
            }
            for (String queue : order.order()) {
                if (used == free) {
                    break;
                }
                if (!empty.contains(queue)) {
                    used += ask(Map.of(queue, free - used), empty);
                }
            }
        } catch (RedisFailure e) {
            // The slots of tasks already handed on must stay taken.
            if (used == 0) {
                throw e;
            }
            log.warn("fetch", e);
        }
        return used;
    }

    private int ask(Map<String, Integer> shares, Set<String> empty) {
        long sentAt = nanos.getAsLong();
        Map<String, CompletableFuture<Batch>> asked = new LinkedHashMap<>();
        shares.forEach((queue, share) -> asked.put(queue, broker.dequeue(queue, share)));
        int used = 0;
        RedisFailure failure = null;
        for (var each : asked.entrySet()) {
            try {
                Batch batch = each.getValue().join();
                batch.tasks().forEach(task -> sink.accept(task, sentAt));
                used += batch.tasks().size();
                note(each.getKey(), batch, shares.getOrDefault(each.getKey(), 0), empty);
            } catch (CompletionException e) {
                failure = Reply.failure(e);
                empty.add(each.getKey());
            }
        }
        if (failure != null && used == 0) {
            throw failure;
        }
        return used;
    }

    private void note(String queue, Batch batch, int share, Set<String> empty) {
        if (batch.tasks().size() == share) {
            return;
        }
        empty.add(queue);
        // A paused queue with tasks would answer the question at once, over and over.
        if (batch.tasks().isEmpty() && !batch.paused()) {
            idle.watch(queue);
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        idle.close();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
