// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Enqueues tasks one behind another without waiting for each, with so many under way at most. Not for several threads. */
final class Batch {

    /** Enough to fill a connection for 10 ms at 100,000 replies a second; each task under way is held in memory. */
    static final int UNDER_WAY = 1_000;

    private final AsynqClient client;
    private final Semaphore room = new Semaphore(UNDER_WAY);
    private final List<CompletableFuture<EnqueueResult>> results = new ArrayList<>();

    Batch(AsynqClient client) {
        this.client = client;
    }

    /** Send a task as soon as there is room. */
    void add(NewTask task) throws InterruptedException {
        room.acquire();
        CompletableFuture<EnqueuedTask> sent;
        try {
            sent = client.send(task);
        } catch (RuntimeException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        results.add(sent.handle((stored, error) -> {
            room.release();
            return EnqueueResult.of(stored, error);
        }));
    }

    /** Note that the next task can't be sent. */
    void addFailed(Exception error) {
        results.add(CompletableFuture.completedFuture(new EnqueueResult.Failed(error)));
    }

    /** Wait for all, and return what became of each, in their order. */
    List<EnqueueResult> results() throws InterruptedException {
        room.acquire(UNDER_WAY);
        room.release(UNDER_WAY);
        return results.stream().map(CompletableFuture::join).toList();
    }
}
