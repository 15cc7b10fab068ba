// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets someone else be first, once: between the read of a message and the script that writes it. */
final class TestingRacingRedis implements Redis {

    private final Redis redis;
    private final Runnable other;
    private boolean raced;

    TestingRacingRedis(Redis redis, Runnable other) {
        this.redis = redis;
        this.other = other;
    }

    @Override
    public CompletableFuture<@Nullable Object> send(Call call) {
        if (!raced && call.operation().toString().equals("update_payload.lua")) {
            raced = true;
            other.run();
        }
        return redis.send(call);
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
