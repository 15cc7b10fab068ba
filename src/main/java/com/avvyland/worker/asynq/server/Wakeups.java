// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import com.avvyland.worker.asynq.broker.Keys;
import com.avvyland.worker.asynq.redis.Redis;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Says when a queue that was seen empty may have a task. Safe for several threads.
 *
 * <p>Redis is asked on a connection of its own to answer when the pending list has an element. Where that fails or is off,
 * the queue is not watched and has to be polled.
 */
final class Wakeups implements AutoCloseable {

    /** How long Redis holds such a question; a queue is looked at this often even when nothing comes. */
    private static final Duration ASK = Duration.ofSeconds(3);

    private final Redis redis;
    private final boolean push;
    private final Consumer<String> wake;
    private final QuietLog log;
    private final Map<String, CompletableFuture<Boolean>> asked = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param wake gets the name of a queue that may have a task; must not block */
    Wakeups(Redis redis, boolean push, Consumer<String> wake, QuietLog log) {
        this.redis = redis;
        this.push = push;
        this.wake = wake;
        this.log = log;
    }

    /** Watch a queue that was seen empty just now. */
    void watch(String queue) {
        if (!push || closed || asked.containsKey(queue)) {
            return;
        }
        CompletableFuture<Boolean> answer = redis.awaitElement(new Keys(queue).pending(), ASK);
        asked.put(queue, answer);
        answer.whenComplete((_, error) -> {
            asked.remove(queue, answer);
            if (error == null) {
                wake.accept(queue);
            } else if (!answer.isCancelled()) {
                log.warn("push", error);
            }
        });
    }

    /** Return the queues that need no polling. */
    Set<String> watched() {
        return asked.keySet();
    }

    /** Count on no answer to what was asked before the line broke. */
    void forget() {
        asked.values().forEach(answer -> answer.cancel(true));
        asked.clear();
    }

    @Override
    public void close() {
        closed = true;
        forget();
    }
}
