// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.artifact.TestingBucket;
import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.redis.JedisRedis;
import com.avvyland.worker.asynq.redis.RedisLocation;
import com.avvyland.worker.testing.TestingMemory;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingS3;
import com.avvyland.worker.testing.TestingTerrain;
import com.avvyland.worker.testing.WorkerProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.upokecenter.cbor.CBORObject;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A model of 200 MiB through the whole of a task, in a packaged worker with little memory. The heap is the
 * model's bytes and what the canonical GLB needs to weld its vertices; the rest is what meshoptimizer takes to order the view.
 */
@Timeout(240)
class LargeTaskIT {

    /** A grid of this side has 200 MiB. */
    private static final int SIDE = 1936;

    private static final String HEAP = "-Xmx320m";

    private static final long RESIDENT = 1L << 30;

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    @RegisterExtension
    static final TestingS3 S3 = new TestingS3();

    @Test
    void finishesA200MebibyteTaskWithAHeapOf320MebibytesAndAGibibyteInAll() throws Exception {
        assumeThat(Files.exists(Path.of("/proc/self/smaps_rollup")))
                .as("memory of processes is read from /proc, as Linux has it")
                .isTrue();
        TestingBucket bucket = TestingBucket.create(S3, "models");
        byte[] model = TestingTerrain.glb(SIDE);
        assertThat(model.length).isGreaterThan(200 << 20);
        bucket.put("in/large.glb", model);
        try (var receiver = new TestingReceiver();
                var worker = new WorkerProcess(environment(), "worker")) {
            var memory = new TestingMemory(worker.pid());
            enqueue(receiver.url("/"));
            try {
                await().atMost(ofSeconds(150)).until(() -> !receiver.received().isEmpty() || !worker.alive());
            } finally {
                // The figures, and where a task stood that did not end.
                worker.lines().stream().filter(line -> line.contains(" step ")).forEach(System.out::println);
                System.out.println(memory);
            }
            assertThat(receiver.received())
                    .as(String.join("\n", worker.lines()))
                    .hasSize(1);
            JsonNode body = Payload.decode(receiver.received().getFirst().body());
            assertThat(body.path("status").asText())
                    .as(body.path("error").asText())
                    .isEqualTo("completed");
            byte[] canonical = stored(bucket, body.path("canonical_model"));
            byte[] view = stored(bucket, body.path("processed_cbor"));
            assertThat(canonical.length).isGreaterThan(190 << 20);
            assertThat(CBORObject.DecodeFromBytes(view)
                            .Untag()
                            .get("stat")
                            .get("tri")
                            .AsInt32())
                    .isEqualTo((SIDE - 1) * (SIDE - 1) * 2);
            assertThat(body.path("previews").findValuesAsText("angle")).hasSize(4);
            assertThat(memory.own()).as(memory.toString()).isLessThanOrEqualTo(RESIDENT);
        }
    }

    private static void enqueue(String url) {
        var task = Map.of(
                "model_hash", "large",
                "callback_url", url,
                "input_format", ".glb",
                "input_model_url", "s3://models/in/large.glb");
        try (var connection = JedisRedis.connect(RedisLocation.parse(REDIS.uri()), null, 2)) {
            new AsynqClient(connection, Clock.systemUTC())
                    .enqueue(NewTask.of("model.object_pipeline.v1")
                            .queue("model_preview")
                            .maxRetry(0)
                            .payload(ByteBuffer.wrap(Payload.encode(task)))
                            .build());
        }
    }

    private static byte[] stored(TestingBucket bucket, JsonNode artifact) throws Exception {
        byte[] content = bucket.get(artifact.path("url").asText().substring("s3://models/".length()));
        assertThat(artifact.path("sha256").asText())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        return content;
    }

    private static Map<String, String> environment() {
        var environment = new HashMap<>(Map.of(
                "AVVY_HOME", ".",
                "JDK_JAVA_OPTIONS", HEAP,
                "REDIS_ADDRESS", "127.0.0.1:" + REDIS.port(),
                "MODEL_PREVIEW_CALLBACK_SECRET", "secret",
                "MODEL_PREVIEW_CALLBACK_ALLOW_HTTP", "true",
                "MODEL_PREVIEW_CALLBACK_ALLOW_PRIVATE", "true"));
        environment.putAll(Map.of(
                "S3_BUCKET",
                "models",
                "S3_ENDPOINT",
                S3.endpoint().toString(),
                "S3_FORCE_PATH_STYLE",
                "true",
                "S3_ACCESS_KEY_ID",
                TestingS3.ACCESS_KEY_ID,
                "S3_SECRET_ACCESS_KEY",
                TestingS3.SECRET_ACCESS_KEY));
        return environment;
    }
}
