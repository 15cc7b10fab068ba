// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static com.avvyland.worker.flow.CallbackArtifacts.assertView;
import static com.avvyland.worker.flow.CallbackArtifacts.inline;
import static com.avvyland.worker.flow.TestingProjection.view;
import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.mesh.TestingNpm;
import com.avvyland.worker.provider.TestingProvider.Call;
import com.avvyland.worker.provider.fal.TestingFal;
import com.avvyland.worker.testing.TestingBinaryFbx;
import com.avvyland.worker.testing.TestingFormats;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingPng;
import com.avvyland.worker.testing.TestingReceiver.Received;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingTetrahedron;
import com.avvyland.worker.testing.TestingWorker;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.upokecenter.cbor.CBORObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs whole tasks of the model family: pictures in, the artifacts of the object pipeline out. */
class ProjectionModelIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private TestingProjection projection;

    @BeforeEach
    void start() throws IOException {
        projection = new TestingProjection(REDIS);
    }

    @AfterEach
    void stop() {
        projection.close();
    }

    @Test
    void makesEveryArtifactOfTheGlbThatTencentDelivers() throws Exception {
        projection.tencent.result("GLB", TestingModels.texturedBox());
        try (TestingWorker worker = projection.worker(Map.of())) {
            projection.enqueue(
                    worker,
                    Map.of("preview", Map.of("width", 64, "height", 64)),
                    task -> task.queue("model_projection"));

            Received callback = projection.callback();
            JsonNode body = projection.completed();
            assertThat(callback.headers()).containsKey("x-model-projection-model-signature");
            assertThat(body.path("job_id").asText()).isEqualTo("job-7");
            assertThat(body.path("provider").asText()).isEqualTo("tencent");
            assertThat(body.path("provider_job_id").asText()).isEqualTo("1375367755519696896");
            assertThat(body.path("metadata").path("geometry").path("triangles").asInt())
                    .isEqualTo(12);
            assertThat(body.path("previews").findValuesAsText("angle"))
                    .containsExactly("three_quarter", "front", "right", "back");
            byte[] canonical = inline(body.path("canonical_model"));
            byte[] view = inline(body.path("processed_cbor"));
            assertView(view, canonical, 12);
            assertThat(pictures(view)).isEqualTo(1);
            assertThat(body.path("manifest").path("artifacts").findValuesAsText("logical_name"))
                    .containsExactly("canonical.glb", "view.cbor");
        }
    }

    @Test
    void theValidatorFindsNoErrorInTheCanonicalModel() throws Exception {
        projection.tencent.result("OBJ", objWithTexture());
        TestingNpm npm = TestingNpm.install();
        try (TestingWorker worker = projection.worker(Map.of())) {
            projection.enqueue(worker, Map.of(), task -> task);

            Path glb = Files.write(
                    folder.resolve("canonical.glb"),
                    inline(projection.completed().path("canonical_model")));
            assertThat(npm.errors(List.of(glb)).values()).containsExactly("0");
        }
    }

    @Test
    void takesAnObjWithItsTextureOutOfAZip() {
        projection.tencent.result("OBJ", objWithTexture());
        try (TestingWorker worker = projection.worker(Map.of())) {
            projection.enqueue(worker, Map.of(), task -> task);

            JsonNode body = projection.completed();
            byte[] view = inline(body.path("processed_cbor"));
            assertView(view, inline(body.path("canonical_model")), 1);
            assertThat(pictures(view)).isEqualTo(1);
        }
    }

    @Test
    void takesAnFbx() {
        projection.tencent.result("FBX", TestingBinaryFbx.of(7500, true, 1, 1, new byte[0]));
        try (TestingWorker worker = projection.worker(Map.of())) {
            projection.enqueue(worker, Map.of(), task -> task);

            JsonNode body = projection.completed();
            assertView(inline(body.path("processed_cbor")), inline(body.path("canonical_model")), 4);
        }
    }

    @Test
    void sendsEverySideInTheFieldThatIsForIt() throws Exception {
        projection.tencent.result("GLB", TestingModels.texturedBox());
        Map<String, Object> front = view("front");
        Map<String, Object> back = view("back");
        Map<String, Object> half = view("-45,0");
        try (TestingWorker worker = projection.worker(Map.of())) {
            projection.enqueue(
                    worker, Map.of("views", List.of(front, half, back), "target_faces", 20_000), task -> task);
            projection.completed();

            JsonNode sent = JSON.readTree(
                    projection.submissions().findFirst().orElseThrow().body());
            assertThat(sent.path("ImageBase64").binaryValue()).isEqualTo(bytes(front));
            assertThat(sent.path("MultiViewImages").findValuesAsText("ViewType"))
                    .containsExactly("back", "left_front");
            assertThat(sent.path("MultiViewImages")
                            .get(0)
                            .path("ViewImageBase64")
                            .binaryValue())
                    .isEqualTo(bytes(back));
            assertThat(sent.path("MultiViewImages")
                            .get(1)
                            .path("ViewImageBase64")
                            .binaryValue())
                    .isEqualTo(bytes(half));
            assertThat(sent.path("EnablePBR").asBoolean()).isTrue();
            assertThat(sent.path("FaceCount").asInt()).isEqualTo(20_000);
        }
    }

    @Test
    void asksFalWhenTencentIsDown() throws Exception {
        projection.tencent.close();
        try (TestingFal fal = new TestingFal();
                TestingWorker worker = projection.worker(Map.of(
                        "FAL_API_KEY",
                        TestingFal.KEY,
                        "FAL_BASE_URL",
                        fal.url(),
                        "MODEL_PREVIEW_WORKER_CONFIG",
                        "src/test/resources/flow/fal.yaml"))) {
            fal.doneAfter(1);
            fal.model(TestingModels.triangle());
            projection.enqueue(worker, Map.of("views", List.of(view("front"), view("back"))), task -> task);

            JsonNode body = projection.completed();
            assertThat(body.path("provider").asText()).isEqualTo("fal");
            assertThat(body.path("provider_job_id").asText()).isNotEmpty();
            assertView(inline(body.path("processed_cbor")), inline(body.path("canonical_model")), 1);
            Call bought = fal.billed().getFirst();
            assertThat(bought.path()).isEqualTo("/fal-ai/hunyuan-3d/v3.1/pro/image-to-3d");
            assertThat(JSON.readTree(bought.body()).has("back_image_url")).isTrue();
        }
    }

    private static byte[] objWithTexture() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("textures/skin.png", TestingPng.rgb(2, 1, new byte[] {(byte) 255, 0, 0, 0, 0, (byte) 255}));
        entries.put("material.mtl", TestingTetrahedron.bytes("newmtl painted\nKd 1 1 1\nmap_Kd textures/skin.png\n"));
        entries.put("model.obj", TestingTetrahedron.bytes("""
                mtllib material.mtl
                v 0 0 0
                v 1 0 0
                v 0 1 0
                vt 0 0
                vt 1 0
                vt 0 1
                usemtl painted
                f 1/1 2/2 3/3
                """));
        return TestingFormats.zip(entries);
    }

    private static int pictures(byte[] view) {
        return CBORObject.DecodeFromBytes(view).Untag().get("img").size();
    }

    private static byte[] bytes(Map<String, Object> view) throws IOException {
        return Payload.decode(Payload.encode(view)).at("/image/bytes").binaryValue();
    }
}
