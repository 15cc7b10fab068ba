// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets someone else be first, each time that a script is about to run. */
final class TestingRacingRedis implements Redis {

    private final Redis redis;
    private final String script;
    private final Runnable other;

    TestingRacingRedis(Redis redis, String script, Runnable other) {
        this.redis = redis;
        this.script = script;
        this.other = other;
    }

    @Override
    public List<Answer> exchange(List<Call> calls) {
        calls.forEach(this::race);
        return redis.exchange(calls);
    }

    @Override
    public CompletableFuture<@Nullable Object> send(Call call) {
        race(call);
        return redis.send(call);
    }

    private void race(Call call) {
        if (call.operation().toString().equals(script + ".lua")) {
            other.run();
        }
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
        // The store closes its own.
    }
}
