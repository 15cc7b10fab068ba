// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.redis.JedisRedis;
import com.avvyland.worker.asynq.redis.RedisLocation;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingOtlp;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.WorkerProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs the command {@code worker} as a process, and reads its log and its traces side by side. */
@Timeout(120)
class JsonLogIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void writesOneObjectALineWithTheSpanOfEachStep() throws Exception {
        try (var otlp = new TestingOtlp();
                var receiver = new TestingReceiver();
                var redis = JedisRedis.connect(RedisLocation.parse(REDIS.uri()), null, 2);
                // The collector's address by its standard name, so that this way is walked too.
                var worker = WorkerProcess.ofClasses(
                        Map.of(
                                "AVVY_HOME", ".",
                                "REDIS_ADDRESS", "127.0.0.1:" + REDIS.port(),
                                "MODEL_PREVIEW_CALLBACK_SECRET", "s",
                                "MODEL_PREVIEW_CALLBACK_ALLOW_HTTP", "true",
                                "MODEL_PREVIEW_CALLBACK_ALLOW_PRIVATE", "true",
                                "AVVY_LOG_FORMAT", "json",
                                "TRACING_ENABLED", "true",
                                "OTEL_EXPORTER_OTLP_ENDPOINT", otlp.url(),
                                "OTEL_BSP_SCHEDULE_DELAY", "100"),
                        "worker")) {
            String id = new AsynqClient(redis, Clock.systemUTC())
                    .enqueue(NewTask.of("model.preview.v1")
                            .queue("model_preview")
                            .payload(ByteBuffer.wrap(Payload.preview(
                                    receiver.url("/"), TestingModels.box().glb(), Map.of())))
                            .build())
                    .id();
            await().atMost(ofSeconds(90))
                    .until(() -> otlp.spans().stream()
                            .anyMatch(span -> span.getName().equals("process model_preview")));
            worker.sigterm();
            worker.await(ofSeconds(60));

            List<JsonNode> lines = worker.lines().stream()
                    .filter(line -> !line.startsWith("output closed"))
                    .map(JsonLogIT::parse)
                    .toList();
            assertThat(lines).allSatisfy(line -> {
                Instant.parse(line.path("time").asText());
                assertThat(line.path("level").asText()).isNotEmpty();
                assertThat(line.path("logger").asText()).isNotEmpty();
                assertThat(line.path("message").asText()).isNotEmpty();
            });
            Map<String, JsonNode> steps = lines.stream()
                    .filter(line -> line.path("logger").asText().equals("com.avvyland.worker.step"))
                    .collect(Collectors.toMap(line -> line.path("step").asText(), line -> line));
            assertThat(steps).containsKeys("decode-task", "render-previews", "describe", "deliver");
            Map<String, Span> spans = otlp.spans().stream()
                    .filter(span -> steps.containsKey(span.getName()))
                    .collect(Collectors.toMap(Span::getName, span -> span));
            assertThat(steps).allSatisfy((step, line) -> {
                Span span = Objects.requireNonNull(spans.get(step), step);
                assertThat(line.path("task").asText()).isEqualTo(id);
                assertThat(line.path("trace_id").asText()).isEqualTo(TestingOtlp.trace(span));
                assertThat(line.path("span_id").asText()).isEqualTo(TestingOtlp.id(span));
            });
            assertThat(otlp.resource()).containsEntry("service.name", "avvy-worker");
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (Exception e) {
            throw new AssertionError("line: no JSON: " + line, e);
        }
    }
}
