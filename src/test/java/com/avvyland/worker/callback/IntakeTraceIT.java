// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.redis.JedisRedis;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisLocation;
import com.avvyland.worker.egress.EgressPolicy;
import com.avvyland.worker.task.TestingPayload;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingRedis;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Runs the routes behind a real queue: what the consumer's options do can't be seen without it. */
@Timeout(60)
class IntakeTraceIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final String INSIDE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String OUTSIDE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private Map<String, String> callbackOf(NewTask.Builder task, Map<String, Object> inside) throws Exception {
        Config config = new Config();
        config.useSingleServer().setAddress(REDIS.uri()).setConnectionMinimumIdleSize(1);
        RedissonClient redisson = Redisson.create(config);
        try (Redis redis = JedisRedis.connect(RedisLocation.parse(REDIS.uri()), null, 8);
                var receiver = new TestingReceiver();
                var routes = new TestingCallbackRoutes(
                        redisson,
                        new EgressPolicy(List.of(), true, true),
                        Duration.ofSeconds(2),
                        null,
                        "callback.camel.yaml",
                        "intake.camel.yaml")) {
            routes.camel().getRegistry().bind("asynqRedis", redis);
            TestingPayload payload = TestingPayload.sound().with("callback_url", receiver.url("/"));
            inside.forEach(payload::with);
            new AsynqClient(redis, Clock.systemUTC())
                    .enqueue(task.queue("model_preview")
                            .payload(payload.bytes().toByteArray())
                            .build());
            routes.camel().start();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !receiver.received().isEmpty());
            return receiver.received().getFirst().headers();
        } finally {
            redisson.shutdown();
        }
    }

    @Test
    void passesTheTraceOfThePayloadOnToTheReceiver() throws Exception {
        assertThat(callbackOf(NewTask.of("model.unknown.v1"), Map.of("traceparent", INSIDE, "tracestate", "vendor=1")))
                .containsEntry("traceparent", INSIDE)
                .containsEntry("tracestate", "vendor=1");
    }

    @Test
    void prefersTheTraceOfTheTaskHeaders() throws Exception {
        assertThat(callbackOf(
                        NewTask.of("model.unknown.v1").header("traceparent", OUTSIDE), Map.of("traceparent", INSIDE)))
                .containsEntry("traceparent", OUTSIDE);
    }

    @Test
    void runsATaskWhoseTraceIsNone() throws Exception {
        assertThat(callbackOf(NewTask.of("model.unknown.v1"), Map.of("traceparent", 7)))
                .doesNotContainKey("traceparent");
    }
}
