// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.testing;

import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisFailure;
import com.avvyland.worker.testing.TestingRedis;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives a test class a real Redis, empty before each test, our client to it and an independent one. */
public final class TestingStore implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private final TestingRedis server = new TestingRedis();
    private @Nullable Redis redis;
    private @Nullable TestingResp oracle;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        server.beforeAll(context);
        redis = TestingRedisClients.connect(server.uri());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (oracle != null) {
            oracle.close();
        }
        oracle = new TestingResp(server.port());
        oracle.raw("FLUSHALL");
        // A test before may have restarted the server: the first call on each old connection fails.
        await().ignoreExceptionsInstanceOf(RedisFailure.class)
                .until(() ->
                        "PONG".equals(redis().call(Call.command("PING").build()).text()));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        redis().close();
        oracle().close();
        server.afterAll(context);
    }

    public TestingRedis server() {
        return server;
    }

    public Redis redis() {
        return Objects.requireNonNull(redis);
    }

    public TestingResp oracle() {
        return Objects.requireNonNull(oracle);
    }
}
