// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static com.avvyland.worker.flow.CallbackArtifacts.assertView;
import static com.avvyland.worker.flow.CallbackArtifacts.bytes;
import static com.avvyland.worker.flow.CallbackArtifacts.inBucket;
import static com.avvyland.worker.flow.CallbackArtifacts.inline;
import static com.avvyland.worker.flow.CallbackArtifacts.sha256;
import static com.avvyland.worker.flow.CallbackArtifacts.stored;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.artifact.TestingBucket;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.testing.TestingGlb;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingReceiver.Received;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingS3;
import com.avvyland.worker.testing.TestingTetrahedron;
import com.avvyland.worker.testing.TestingWorker;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.upokecenter.cbor.CBORObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ObjectPipelineIT {

    private static final String TYPE = "model.object_pipeline.v1";

    /** Artifacts of more than 500 bytes are stored. */
    private static final String SMALL_INLINE = "src/test/resources/flow/small-inline.yaml";

    private static final String ALL_INLINE = "src/test/resources/flow/one-attempt.yaml";

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    @RegisterExtension
    static final TestingS3 S3 = new TestingS3();

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
        bucket.put("in/box.glb", TestingModels.texturedBox());
        Map<String, Object> url = Map.of("input_model", Payload.ABSENT, "input_model_url", "s3://models/in/box.glb");
        try (TestingWorker worker = worker(Map.of())) {
            String id = worker.enqueue(
                    TYPE, Payload.preview(receiver.url("/"), new byte[0], url), UnaryOperator.identity());

            Received callback = callback(1);
            JsonNode body = completed(callback);
            assertThat(callback.headers()).containsKey("x-model-object-signature");
            assertThat(body.path("metadata").path("geometry").path("triangles").asInt())
                    .isEqualTo(12);
            assertThat(body.path("previews").findValuesAsText("angle")).containsExactly("front", "three_quarter");
            byte[] canonical = stored(bucket, body.path("canonical_model"), ".glb");
            byte[] view = stored(bucket, body.path("processed_cbor"), ".cbor");
            assertThat(new String(canonical, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("glTF");
            assertView(view, canonical, 12);
            assertThat(CBORObject.DecodeFromBytes(view).Untag().get("img").size())
                    .isEqualTo(1);
            assertThat(body.path("artifacts")).isEmpty();
            JsonNode manifest = body.path("manifest");
            assertThat(manifest.path("artifacts").findValuesAsText("sha256"))
                    .containsExactly(sha256(canonical), sha256(view));
            assertThat(manifest.path("model_hash").asText()).isEqualTo("hash-1");
            await().atMost(ofSeconds(5)).until(() -> !worker.holds(id));
        }
    }

    @Test
    void sendsArtifactsInlineWithoutABucketAndTheVeryBodyAgain() throws Exception {
        receiver.answer(503);
        try (TestingWorker worker = worker(withoutBucket(ALL_INLINE))) {
            String id = enqueueInline(worker, task -> task);
            await().atMost(ofSeconds(60)).until(() -> worker.ids("retry").contains(id));
            worker.retryNow(id);

            Received second = callback(2);
            assertThat(second.body()).isEqualTo(receiver.received().getFirst().body());
            assertThat(worker.rendered()).isEqualTo(1);
            JsonNode body = completed(second);
            byte[] canonical = inline(body.path("canonical_model"));
            assertView(inline(body.path("processed_cbor")), canonical, 12);
        }
    }

    @Test
    void makesTheSameArtifactsOfTheSameModel() {
        try (TestingWorker worker = worker(withoutBucket(ALL_INLINE))) {
            enqueueInline(worker, task -> task);
            JsonNode first = completed(callback(1)).path("manifest").path("artifacts");
            enqueueInline(worker, task -> task);
            JsonNode second = completed(callback(2)).path("manifest").path("artifacts");

            assertThat(first).hasSize(2).isEqualTo(second);
        }
    }

    @Test
    void makesArtifactsOfAModelOfAnotherFormat() throws Exception {
        Map<String, Object> format = Map.of("input_format", ".stl");
        try (TestingWorker worker = worker(withoutBucket(ALL_INLINE))) {
            worker.enqueue(
                    TYPE,
                    Payload.preview(receiver.url("/"), TestingTetrahedron.stl(), format),
                    UnaryOperator.identity());

            JsonNode body = completed(callback(1));
            assertView(inline(body.path("processed_cbor")), inline(body.path("canonical_model")), 4);
        }
    }

    @Test
    void answersWhatOnlyTheCanonicalFormRefusesWithItsCode() {
        var model = new TestingGlb();
        model.mesh("Mesh", model.floats(3, 0, 0, 0, 1, 0, 0, 0, 1, 0), -1, -1);
        int notANumber = model.floats(2, 0, 0, 1, 0, 0, Float.NaN);
        ((ObjectNode) model.root().path("accessors").path(notANumber)).remove(List.of("min", "max"));
        ((ObjectNode) model.root().at("/meshes/0/primitives/0/attributes")).put("TEXCOORD_0", notANumber);
        model.add("nodes").put("mesh", 0);
        model.scene("Scene", 0);
        try (TestingWorker worker = worker(withoutBucket(ALL_INLINE))) {
            worker.enqueue(TYPE, Payload.preview(receiver.url("/"), model.glb(), Map.of()), UnaryOperator.identity());

            JsonNode body = Payload.decode(callback(1).body());
            assertThat(body.path("error_code").asText()).isEqualTo("invalid_model");
            assertThat(body.path("error").asText()).contains("NaN");
        }
    }

    @Test
    void failsATaskWhoseArtifactIsTooLargeToTravelWhenThereIsNoBucket() {
        try (TestingWorker worker = worker(withoutBucket(SMALL_INLINE))) {
            enqueueInline(worker, task -> task.maxRetry(0));

            JsonNode body = Payload.decode(callback(1).body());
            assertThat(body.path("error_code").asText()).isEqualTo("storage_failed");
            assertThat(body.path("error").asText()).startsWith("canonical.glb: ");
        }
    }

    @Test
    void saysNothingWhileTheStoreIsAwayAndTellsItWithTheLastRetry() {
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

            completed(callback(1));
            assertThat(worker.rendered()).isEqualTo(1);
        }
    }

    @Test
    void storesOnlyTheArtifactThatIsTooLargeToTravel() {
        try (TestingWorker worker =
                worker(Map.of("MODEL_PREVIEW_WORKER_CONFIG", "src/test/resources/flow/between.yaml"))) {
            worker.enqueue(TYPE, Payload.preview(receiver.url("/"), TestingModels.terrain(64), Map.of()), task -> task);

            JsonNode body = completed(callback(1));
            byte[] canonical = stored(bucket, body.path("canonical_model"), ".glb");
            assertView(inline(body.path("processed_cbor")), canonical, 2 * 63 * 63);
            JsonNode entries = body.path("manifest").path("artifacts");
            assertThat(entries.findValuesAsText("url"))
                    .containsExactly(body.path("canonical_model").path("url").asText());
            assertThat(entries).hasSize(2);
        }
    }

    @Test
    void storesAndListsEveryArtifactWhereThatIsAskedForAndSendsNoBytesTwice() throws Exception {
        try (TestingWorker worker =
                worker(Map.of("MODEL_PREVIEW_WORKER_CONFIG", "src/test/resources/flow/store-always.yaml"))) {
            enqueueInline(worker, task -> task);

            JsonNode body = completed(callback(1));
            byte[] canonical = inBucket(bucket, body.path("canonical_model"), ".glb");
            assertThat(bytes(body.path("canonical_model"))).isEqualTo(canonical);
            byte[] view = inBucket(bucket, body.path("processed_cbor"), ".cbor");
            assertThat(bytes(body.path("processed_cbor"))).isEqualTo(view);
            assertView(view, canonical, 12);

            JsonNode artifacts = body.path("artifacts");
            assertThat(artifacts.findValuesAsText("logical_name"))
                    .containsExactly("preview-front.png", "preview-three_quarter.png");
            for (int i = 0; i < 2; i++) {
                assertThat(artifacts.get(i).path("kind").asText()).isEqualTo("preview");
                assertThat(stored(bucket, artifacts.get(i), ".png"))
                        .isEqualTo(body.path("previews").get(i).path("bytes").binaryValue());
            }
            JsonNode entries = body.path("manifest").path("artifacts");
            assertThat(entries.findValuesAsText("logical_name"))
                    .containsExactly("canonical.glb", "view.cbor", "preview-front.png", "preview-three_quarter.png");
            assertThat(entries.get(2).path("url")).isEqualTo(artifacts.get(0).path("url"));
        }
    }

    private static TestingWorker worker(Map<String, String> more) {
        var settings = new HashMap<>(Map.of(
                "MODEL_PREVIEW_WORKER_CONFIG",
                SMALL_INLINE,
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
        settings.values().removeIf(String::isEmpty);
        return new TestingWorker(REDIS, settings);
    }

    private static Map<String, String> withoutBucket(String config) {
        var settings = new HashMap<String, String>();
        for (String name : List.of(
                "S3_BUCKET", "S3_ENDPOINT", "S3_FORCE_PATH_STYLE", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY")) {
            settings.put(name, "");
        }
        settings.put("MODEL_PREVIEW_WORKER_CONFIG", config);
        return settings;
    }

    private String enqueueInline(TestingWorker worker, UnaryOperator<NewTask.Builder> options) {
        return worker.enqueue(TYPE, Payload.preview(receiver.url("/"), TestingModels.texturedBox(), Map.of()), options);
    }

    private Received callback(int number) {
        await().atMost(ofSeconds(60)).until(() -> receiver.received().size() >= number);
        return receiver.received().get(number - 1);
    }

    private static JsonNode completed(Received callback) {
        JsonNode body = Payload.decode(callback.body());
        assertThat(body.path("status").asText()).as(body.path("error").asText()).isEqualTo("completed");
        return body;
    }
}
