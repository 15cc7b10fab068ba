// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import com.avvyland.worker.asynq.broker.Settlement;
import com.avvyland.worker.asynq.broker.WorkerBroker;
import com.avvyland.worker.asynq.redis.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes settlements to Redis, many in one call, each until its fate is known or its lease is over. Owns one thread.
 *
 * <p>While a call is under way the next batch collects, so one round trip bounds no task but its own.
 */
final class Settler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
    private static final int BATCH = 256;

    private final WorkerBroker broker;
    private final InFlight inFlight;
    private final QuietLog log;
    private final Backoff backoff = new Backoff();
    private final BlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();
    private final Thread thread =
            Thread.ofPlatform().name("asynq-settler").daemon().unstarted(this::loop);
    private volatile boolean stopped;

    Settler(WorkerBroker broker, InFlight inFlight, QuietLog log) {
        this.broker = broker;
        this.inFlight = inFlight;
        this.log = log;
    }

    /** @param tried true once a call was sent whose answer was lost */
    private record Entry(Delivery delivery, Settlement settlement, boolean tried) {}

    void start() {
        thread.start();
    }

    void add(Delivery delivery, Settlement settlement) {
        waiting.add(new Entry(delivery, settlement, false));
    }

    private void loop() {
        List<Entry> batch = new ArrayList<>(BATCH);
        while (!stopped || !waiting.isEmpty() || !batch.isEmpty()) {
            try {
                if (batch.isEmpty()) {
                    Entry first = waiting.poll(200, TimeUnit.MILLISECONDS);
                    if (first == null) {
                        continue;
                    }
                    batch.add(first);
                }
                waiting.drainTo(batch, BATCH - batch.size());
                batch = writeSafely(batch);
                if (batch.isEmpty()) {
                    backoff.reset();
                } else {
                    Thread.sleep(backoff.next());
                }
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /** A settlement that can't even be sent must not end the thread that all others depend on. */
    private List<Entry> writeSafely(List<Entry> batch) {
        try {
            return write(batch);
        } catch (RuntimeException | OutOfMemoryError e) {
            log.warn("settle", e);
            return new ArrayList<>(batch);
        }
    }

    /** Write a batch and return what has to be written again. */
    private List<Entry> write(List<Entry> batch) {
        List<Entry> ours = batch.stream().filter(this::stillOurs).toList();
        List<CompletableFuture<Boolean>> answers =
                broker.settle(ours.stream().map(Entry::settlement).toList());
        List<Entry> again = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            Entry entry = ours.get(i);
            try {
                boolean held = answers.get(i).join();
                inFlight.remove(entry.delivery());
                // Not held after an answer was lost: our own earlier call did it.
                if (!held && !entry.tried()) {
                    LOG.warn("asynq task {}: no longer held, its outcome is dropped", id(entry));
                }
            } catch (CompletionException e) {
                log.warn("settle", Reply.failure(e));
                again.add(new Entry(entry.delivery(), entry.settlement(), true));
            }
        }
        return again;
    }

    private boolean stillOurs(Entry entry) {
        if (entry.delivery().lease().valid()) {
            return true;
        }
        inFlight.remove(entry.delivery());
        LOG.warn("asynq task {}: lease over before its outcome was known, another attempt follows", id(entry));
        return false;
    }

    private static String id(Entry entry) {
        return entry.settlement().task().getId();
    }

    /** Write what waits, then end; what can't be written in time is left to its lease. */
    void close(Duration most) {
        stopped = true;
        try {
            if (!thread.join(most)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(5));
    }
}
