// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import com.avvyland.worker.asynq.broker.Keys;
import com.avvyland.worker.asynq.redis.Redis;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Lets the fetcher sleep until a task may have come.
 *
 * <p>For every queue seen empty, Redis is asked on a connection of its own to answer when the pending list has an element
 * (BLMOVE of the list's tail onto itself, which changes nothing). Where that fails or is off, the nap ends by time.
 */
final class Idle implements AutoCloseable {

    /** How long Redis holds such a question; a queue is looked at this often even when nothing comes. */
    private static final Duration ASK = Duration.ofSeconds(5);

    private final Redis redis;
    private final boolean push;
    private final Duration poll;
    private final QuietLog log;
    private final Semaphore signal = new Semaphore(0);
    private final Map<String, CompletableFuture<Boolean>> asked = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Idle(Redis redis, boolean push, Duration poll, QuietLog log) {
        this.redis = redis;
        this.push = push;
        this.poll = poll;
        this.log = log;
    }

    /** Ask to be woken when this queue, seen empty just now, gets a task. */
    void watch(String queue) {
        if (!push || closed || asked.containsKey(queue)) {
            return;
        }
        CompletableFuture<Boolean> answer = redis.awaitElement(new Keys(queue).pending(), ASK);
        asked.put(queue, answer);
        answer.whenComplete((_, error) -> {
            asked.remove(queue, answer);
            if (error == null) {
                signal.release();
            } else if (!answer.isCancelled()) {
                log.warn("push", error);
            }
        });
    }

    /** Sleep until woken or until it is time to poll. */
    void nap(int queues) throws InterruptedException {
        Duration most = asked.size() == queues ? ASK.plus(poll) : uneven(poll);
        signal.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS);
        signal.drainPermits();
    }

    /** End the nap. */
    void wake() {
        signal.release();
    }

    /** Count on no answer to what was asked before the line broke. */
    void forget() {
        asked.values().forEach(answer -> answer.cancel(true));
        asked.clear();
    }

    /** Ask no longer. */
    @Override
    public void close() {
        closed = true;
        forget();
    }

    private static Duration uneven(Duration interval) {
        long millis = Math.max(2, interval.toMillis());
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis));
    }
}
