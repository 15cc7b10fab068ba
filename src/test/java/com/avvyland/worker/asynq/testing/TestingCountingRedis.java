// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.testing;

import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes calls to a real Redis and tells when each begins and ends. */
public final class TestingCountingRedis implements Redis {

    private final Redis redis;
    private final Consumer<Call> begins;
    private final Consumer<Call> ends;

    public TestingCountingRedis(Redis redis, Consumer<Call> begins, Consumer<Call> ends) {
        this.redis = redis;
        this.begins = begins;
        this.ends = ends;
    }

    @Override
    public List<Answer> exchange(List<Call> calls) {
        calls.forEach(begins);
        List<Answer> answers = redis.exchange(calls);
        calls.forEach(ends);
        return answers;
    }

    @Override
    public CompletableFuture<@Nullable Object> send(Call call) {
        begins.accept(call);
        return redis.send(call).whenComplete((_, _) -> ends.accept(call));
    }

    @Override
    public Subscription subscribe(String channel, Consumer<byte[]> listener) {
        return redis.subscribe(channel, listener);
    }

    @Override
    public CompletableFuture<Boolean> awaitElement(String list, Duration timeout) {
        return redis.awaitElement(list, timeout);
    }

    @Override
    public void close() {
        // The store's own.
    }
}
