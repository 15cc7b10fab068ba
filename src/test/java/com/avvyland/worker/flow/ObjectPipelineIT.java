// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.artifact.CanonicalGlb;
import com.avvyland.worker.artifact.TestingBucket;
import com.avvyland.worker.artifact.ViewCbor;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingReceiver.Received;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingS3;
import com.avvyland.worker.testing.TestingWorker;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ObjectPipelineIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    @RegisterExtension
    static final TestingS3 S3 = new TestingS3();

    private static final byte[] VIEW = "view".getBytes(StandardCharsets.US_ASCII);

    private static TestingBucket bucket;

    private TestingReceiver receiver;

    @BeforeAll
    static void makeBucket() {
        bucket = TestingBucket.create(S3, "models");
    }

    @BeforeEach
    void start() throws IOException {
        receiver = new TestingReceiver();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void answersATaskWithArtifactsThatAreWhereItSays() throws Exception {
        byte[] model = TestingModels.texturedBox();
        bucket.put("in/box.glb", model);
        try (TestingWorker worker = worker(Map.of())) {
            String id = enqueue(worker, task -> task);

            Received callback = callback(1);
            JsonNode body = Payload.decode(callback.body());
            assertThat(body.path("status").asText()).isEqualTo("completed");
            assertThat(callback.headers()).containsKey("x-model-object-signature");
            assertThat(body.path("metadata").path("geometry").path("triangles").asInt())
                    .isEqualTo(12);
            assertThat(body.path("previews").findValuesAsText("angle")).containsExactly("front", "three_quarter");
            JsonNode view = body.path("processed_cbor");
            assertThat(view.path("bytes").binaryValue()).isEqualTo(VIEW);
            assertThat(view.has("url")).isFalse();
            JsonNode canonical = body.path("canonical_model");
            assertThat(canonical.has("bytes")).isFalse();
            assertThat(canonical.path("sha256").asText()).isEqualTo(sha256(model));
            String url = canonical.path("url").asText();
            assertThat(url).startsWith("s3://models/sha256/").endsWith(sha256(model) + ".glb");
            assertThat(bucket.get(url.substring("s3://models/".length()))).isEqualTo(model);
            assertThat(body.path("manifest").path("artifacts").findValuesAsText("sha256"))
                    .containsExactly(sha256(model), sha256(VIEW));
            assertThat(body.path("manifest").path("model_hash").asText()).isEqualTo("hash-1");
            await().atMost(ofSeconds(5)).until(() -> !worker.holds(id));
        }
    }

    @Test
    void saysNothingWhileTheStoreIsAwayAndTellsItWithTheLastRetry() throws Exception {
        bucket.put("in/box.glb", TestingModels.texturedBox());
        try (TestingWorker worker = worker(Map.of("S3_SECRET_ACCESS_KEY", "wrong"))) {
            String id = enqueueInline(worker, task -> task.maxRetry(1));
            await().atMost(ofSeconds(60)).until(() -> worker.ids("retry").contains(id));
            assertThat(receiver.received()).isEmpty();
            assertThat(worker.message(id)).contains("s3: 403");

            worker.retryNow(id);
            JsonNode body = Payload.decode(callback(1).body());
            assertThat(body.path("error_code").asText()).isEqualTo("storage_failed");
            assertThat(body.path("error").asText()).startsWith("s3: 403").contains("S3_SECRET_ACCESS_KEY that may");
            assertThat(body.has("canonical_model")).isFalse();
            await().atMost(ofSeconds(5)).until(() -> worker.ids("archived").contains(id));
        }
    }

    @Test
    void triesAStoreThatFailsForAMomentAgainAndRendersOnce() throws Exception {
        try (var store = TestingBucket.failing(1);
                TestingWorker worker =
                        worker(Map.of("S3_ENDPOINT", store.endpoint().toString()))) {
            enqueueInline(worker, task -> task);

            assertThat(Payload.decode(callback(1).body()).path("status").asText())
                    .isEqualTo("completed");
            assertThat(worker.rendered()).isEqualTo(1);
        }
    }

    private TestingWorker worker(Map<String, String> more) {
        var settings = new HashMap<>(Map.of(
                "MODEL_PREVIEW_WORKER_CONFIG",
                "src/test/resources/flow/small-inline.yaml",
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
        settings.putAll(more);
        CanonicalGlb canonical = (model, _) -> model.bytes().buffer();
        ViewCbor view = (_, _) -> ByteBuffer.wrap(VIEW);
        return new TestingWorker(REDIS, settings, Map.of("canonicalGlb", canonical, "viewCbor", view));
    }

    private String enqueue(TestingWorker worker, UnaryOperator<NewTask.Builder> options) {
        Map<String, Object> url = Map.of("input_model", Payload.ABSENT, "input_model_url", "s3://models/in/box.glb");
        return worker.enqueue(
                "model.object_pipeline.v1", Payload.preview(receiver.url("/"), new byte[0], url), options);
    }

    private String enqueueInline(TestingWorker worker, UnaryOperator<NewTask.Builder> options) {
        return worker.enqueue(
                "model.object_pipeline.v1",
                Payload.preview(receiver.url("/"), TestingModels.texturedBox(), Map.of()),
                options);
    }

    private Received callback(int number) {
        await().atMost(ofSeconds(60)).until(() -> receiver.received().size() >= number);
        return receiver.received().get(number - 1);
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
