// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls for callers that don't wait: one round trip at a time, with all that has come by then. Safe for several
 * threads.
 */
final class PendingSends {

    /** Most calls in one round trip: their replies are held in memory together. */
    private static final int BATCH = 256;

    private final Redis redis;
    private final Queue<Pending> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    PendingSends(Redis redis) {
        this.redis = redis;
    }

    private record Pending(Call call, CompletableFuture<@Nullable Object> reply) {}

    CompletableFuture<@Nullable Object> add(Call call) {
        CompletableFuture<@Nullable Object> reply = new CompletableFuture<>();
        waiting.add(new Pending(call, reply));
        if (count.getAndIncrement() == 0) {
            Thread.ofVirtual().name("asynq-send").start(this::drain);
        }
        return reply;
    }

    private void drain() {
        int sent = 0;
        while (count.addAndGet(-sent) > 0) {
            List<Pending> batch = new ArrayList<>();
            for (Pending next = waiting.poll(); next != null; next = batch.size() < BATCH ? waiting.poll() : null) {
                batch.add(next);
            }
            send(batch);
            sent = batch.size();
        }
    }

    private void send(List<Pending> batch) {
        List<Redis.Answer> answers;
        try {
            answers = redis.exchange(batch.stream().map(Pending::call).toList());
        } catch (RuntimeException | OutOfMemoryError e) {
            // Whoever waits must not wait for ever.
            batch.forEach(each -> each.reply().completeExceptionally(new RedisFailure("redis: " + e.getMessage(), e)));
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            Redis.Answer answer = answers.get(i);
            if (answer.failure() == null) {
                batch.get(i).reply().complete(answer.value());
            } else {
                batch.get(i).reply().completeExceptionally(answer.failure());
            }
        }
    }
}
