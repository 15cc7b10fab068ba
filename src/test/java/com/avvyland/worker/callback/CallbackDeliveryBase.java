// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.asynq.ResultWriter;
import com.avvyland.worker.egress.EgressPolicy;
import com.avvyland.worker.journal.FinishedResult;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingReceiver.Received;
import com.avvyland.worker.testing.TestingRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Runs the real callback route with an open receiver; a test hands it one result and looks at what was sent. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class CallbackDeliveryBase {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    static final Duration TIMEOUT = Duration.ofMillis(500);
    static final byte[] BODY = "\u0000binary\u00ff body".getBytes(StandardCharsets.ISO_8859_1);

    static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    static RedissonClient redisson;
    static TestingCallbackRoutes routes;
    static ProducerTemplate template;

    TestingReceiver receiver;

    @BeforeAll
    static void start() throws Exception {
        Config config = new Config();
        config.useSingleServer().setAddress(REDIS.uri()).setConnectionMinimumIdleSize(1);
        redisson = Redisson.create(config);
        routes = new TestingCallbackRoutes(
                redisson, new EgressPolicy(List.of(), true, true), TIMEOUT, null, "callback.camel.yaml");
        routes.camel().start();
        template = routes.camel().createProducerTemplate();
    }

    @AfterAll
    static void stop() {
        routes.close();
        redisson.shutdown();
    }

    @BeforeEach
    void open() throws IOException {
        redisson.getKeys().flushdb();
        receiver = new TestingReceiver();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    /** Forget what was delivered: the next delivery is another task's, though it has the same id. */
    static void forget() {
        redisson.getKeys().flushdb();
    }

    static FinishedResult result(String url) {
        return new FinishedResult("task-1", "model.preview.v1", url, Bytes.of(BODY), null);
    }

    static @Nullable FinishedResult kept() {
        return routes.results().find("q", "task-1", "mark");
    }

    static Duration keptFor() {
        return Duration.ofMillis(redisson.getBucket("avvy:finished:q:{task-1}").remainTimeToLive());
    }

    static Exchange deliver(FinishedResult result) {
        return deliver(result, true);
    }

    /** @param held whether the task is still this attempt's */
    static Exchange deliver(FinishedResult result, boolean held) {
        return template.request("direct:callback", exchange -> {
            exchange.getMessage().setBody(result);
            exchange.getMessage()
                    .setHeaders(new HashMap<>(Map.of(
                            "CamelAsynqQueue", "q",
                            "CamelAsynqTaskId", "task-1",
                            "CamelAsynqTaskType", "model.preview.v1",
                            "CamelRedeliveryCounter", 7,
                            "CamelHttpPath", "/hostile",
                            "CamelHttpQuery", "hostile=1",
                            "Authorization", "Bearer of an earlier call",
                            "Cookie", "c=1",
                            "traceparent", TRACEPARENT)));
            exchange.setProperty(ResultWriter.PROPERTY, new LeaseCheckTest.Held(held));
            exchange.setVariable("payload", "mark");
        });
    }

    Duration gap(int first) {
        List<Received> received = receiver.received();
        return Duration.ofNanos(
                received.get(first + 1).at() - received.get(first).at());
    }
}
