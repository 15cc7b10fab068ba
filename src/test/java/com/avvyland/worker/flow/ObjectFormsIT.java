// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static com.avvyland.worker.flow.CallbackArtifacts.assertView;
import static com.avvyland.worker.flow.CallbackArtifacts.inline;
import static com.avvyland.worker.flow.CallbackArtifacts.sha256;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.mesh.meshopt.VertexCodec.Version;
import com.avvyland.worker.preview.TestingDraco;
import com.avvyland.worker.preview.TestingPixels;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.testing.TestingFormats;
import com.avvyland.worker.testing.TestingKtx2;
import com.avvyland.worker.testing.TestingMesh;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingPng;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingTetrahedron;
import com.avvyland.worker.testing.TestingWorker;
import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Rectangle;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sends models in all their forms through the whole object pipeline, and looks at the pictures. */
class ObjectFormsIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static TestingWorker worker;

    @BeforeAll
    static void start() {
        worker = new TestingWorker(
                REDIS, Map.of("MODEL_PREVIEW_WORKER_CONFIG", "src/test/resources/flow/one-attempt.yaml"));
    }

    @AfterAll
    static void stop() {
        worker.close();
    }

    @ParameterizedTest
    @CsvSource({"EXT_meshopt_compression, V0", "KHR_meshopt_compression, V1"})
    void makesTheSameCanonicalModelOfMeshoptStreamsAndOfPlainOnes(String extension, Version version) {
        JsonNode plain = complete(".glb", TestingModels.texturedBox(), Map.of());
        JsonNode packed = complete(".glb", RichModels.meshopt(extension, version), Map.of());

        assertThat(sha256(canonical(packed, 12))).isEqualTo(sha256(canonical(plain, 12)));
        assertSquares(front(packed), "grey");
    }

    @Test
    void drawsPreviewsOfKhronosMeshopt() {
        byte[] model = RichModels.meshopt("KHR_meshopt_compression", Version.V1);

        assertSquares(front(complete("model.preview.v1", ".glb", model, Map.of())), "grey");
    }

    @Test
    void decodesADracoStreamIntoTheTypesOfItsAccessors() {
        JsonNode body = complete(".glb", RichModels.draco(), Map.of());
        TestingMesh canonical = new TestingMesh(canonical(body, TestingDraco.VERTICES - 2));

        assertThat(canonical.shapes())
                .isEqualTo(IntStream.range(2, TestingDraco.VERTICES)
                        .mapToObj(i -> TestingMesh.shape(
                                i % 2 == 1
                                        ? new double[][] {ribbon(i - 1), ribbon(i - 2), ribbon(i)}
                                        : new double[][] {ribbon(i - 2), ribbon(i - 1), ribbon(i)}))
                        .sorted()
                        .toList());
        assertThat(canonical.json().has("extensionsUsed")).isFalse();
        int id = canonical.json().at("/meshes/0/primitives/0/attributes/_ID").asInt();
        assertThat(canonical
                        .json()
                        .path("accessors")
                        .get(id)
                        .path("componentType")
                        .asInt())
                .isEqualTo(5126);
        assertThat(front(body).hueOfCenter()).isEqualTo("red");
    }

    private static double[] ribbon(int vertex) {
        return new double[] {(float) ((vertex >> 1) * 0.3), vertex % 2, (float) (1.0 / (vertex + 1))};
    }

    @Test
    void findsMaterialAndPictureOfAnObjInItsResources() {
        byte[] obj = TestingTetrahedron.bytes("""
                mtllib sheet.mtl
                v -1 -1 0
                v 1 -1 0
                v 1 1 0
                v -1 1 0
                vt 0 0
                vt 1 0
                vt 1 1
                vt 0 1
                vn 0 0 1
                usemtl painted
                f 1/1/1 2/2/1 3/3/1 4/4/1
                """);
        byte[] picture = TestingPng.rgb(2, 1, new byte[] {(byte) 255, 0, 0, 0, 0, (byte) 255});
        Map<String, byte[]> resources = Map.of(
                "sheet.mtl",
                TestingTetrahedron.bytes("newmtl painted\nmap_Kd skin.png\n"),
                "textures/skin.png",
                picture);

        JsonNode body = complete(".obj", obj, resources);

        assertThat(new TestingMesh(canonical(body, 2)).image(0)).isEqualTo(picture);
        // One pixel each, so that only their middles are of one colour.
        assertThat(hue(front(body), 1, 2)).isEqualTo("red");
        assertThat(hue(front(body), 3, 2)).isEqualTo("blue");
    }

    @ParameterizedTest
    @CsvSource({"unit=\"inch\", 0.0254", "'', 0.001"})
    void measuresA3mfInItsOwnUnit(String unit, double metres) {
        byte[] file = TestingFormats.threeMf(TestingFormats.threeMfModel(unit, ""));

        JsonNode metadata = complete(".3mf", file, Map.of()).path("metadata");

        assertThat(metadata.path("estimated_scale_factor").asDouble()).isEqualTo(metres);
        // 4 long, 2 high where z was up, 3 deep.
        assertThat(metadata.at("/estimated_dimensions/x").asDouble()).isCloseTo(4 * metres, within(1e-9));
        assertThat(metadata.at("/estimated_dimensions/y").asDouble()).isCloseTo(2 * metres, within(1e-9));
        assertThat(metadata.at("/estimated_dimensions/z").asDouble()).isCloseTo(3 * metres, within(1e-9));
    }

    @Test
    void drawsAndKeepsABasisTexture() {
        JsonNode body = complete(".glb", RichModels.basisTexture(), Map.of());
        TestingMesh canonical = new TestingMesh(canonical(body, 12));

        assertThat(extensions(canonical)).containsExactly("KHR_texture_basisu");
        assertThat(canonical.image(0)).isEqualTo(TestingKtx2.squares());
        assertSquares(front(body), "yellow");
    }

    @Test
    void movesATextureOnItsFaces() {
        JsonNode body = complete(".glb", RichModels.textureTransform(), Map.of());

        assertThat(extensions(new TestingMesh(canonical(body, 12)))).containsExactly("KHR_texture_transform");
        TestingPixels front = front(body);
        for (int[] square : new int[][] {{1, 1}, {3, 1}, {1, 3}, {3, 3}}) {
            assertThat(hue(front, square[0], square[1])).isEqualTo("green");
        }
    }

    @Test
    void scalesQuantizedPositions() {
        JsonNode body = complete(".glb", RichModels.quantized(), Map.of());

        assertThat(extensions(new TestingMesh(canonical(body, 2)))).containsExactly("KHR_mesh_quantization");
        assertThat(body.at("/metadata/estimated_dimensions/x").asDouble()).isEqualTo(6);
        assertThat(body.at("/metadata/estimated_dimensions/y").asDouble()).isEqualTo(2);
        Rectangle drawn = front(body).drawn();
        assertThat((double) drawn.width / drawn.height).isCloseTo(3, within(0.2));
        assertThat(front(body).hueOfCenter()).isEqualTo("red");
    }

    @Test
    void drawsEveryInstance() {
        JsonNode body = complete(".glb", RichModels.instanced(), Map.of());

        assertThat(extensions(new TestingMesh(canonical(body, 2)))).containsExactly("EXT_mesh_gpu_instancing");
        TestingPixels front = front(body);
        Rectangle drawn = front.drawn();
        int middle = (int) drawn.getCenterY();
        assertThat(front.alpha((int) drawn.getCenterX(), middle)).as("between").isZero();
        assertThat(front.hue(drawn.x + drawn.width / 6, middle)).isEqualTo("red");
        assertThat(front.hue(drawn.x + drawn.width * 5 / 6, middle)).isEqualTo("red");
    }

    @Test
    void posesASkinAndKeepsItsAnimation() {
        JsonNode body = complete(".glb", RichModels.skinned(), Map.of());
        JsonNode canonical = new TestingMesh(canonical(body, 4)).json();

        assertThat(canonical.at("/skins/0/joints")).hasSize(2);
        assertThat(canonical.at("/animations/0/channels/0/target/path").asText())
                .isEqualTo("rotation");
        assertThat(tags(body)).contains("rigged", "animated");
        TestingPixels front = front(body);
        Rectangle drawn = front.drawn();
        int middle = (int) drawn.getCenterY();
        assertThat(front.hue(drawn.x + drawn.width / 6, middle)).isEqualTo("red");
        assertThat(front.hue(drawn.x + drawn.width * 5 / 6, middle)).isEqualTo("blue");
    }

    private static JsonNode complete(String format, byte[] model, Map<String, byte[]> resources) {
        return complete("model.object_pipeline.v1", format, model, resources);
    }

    private static JsonNode complete(String type, String format, byte[] model, Map<String, byte[]> resources) {
        try (var receiver = new TestingReceiver()) {
            Map<String, Object> more = Map.of("input_format", format, "input_resources", resources);
            worker.enqueue(type, Payload.preview(receiver.url("/"), model, more), UnaryOperator.identity());
            await().atMost(ofSeconds(60)).until(() -> !receiver.received().isEmpty());
            JsonNode body = Payload.decode(receiver.received().getFirst().body());
            assertThat(body.path("status").asText())
                    .as(body.path("error").asText())
                    .isEqualTo("completed");
            return body;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] canonical(JsonNode body, int triangles) {
        byte[] canonical = inline(body.path("canonical_model"));
        assertView(inline(body.path("processed_cbor")), canonical, triangles);
        return canonical;
    }

    private static List<String> extensions(TestingMesh canonical) {
        return strings(canonical.json().path("extensionsUsed"));
    }

    private static List<String> tags(JsonNode body) {
        return strings(body.at("/metadata/tags"));
    }

    private static List<String> strings(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToObj(i -> array.get(i).asText())
                .toList();
    }

    private static TestingPixels front(JsonNode body) {
        JsonNode preview = body.path("previews").get(0);
        assertThat(preview.path("angle").asText()).isEqualTo("front");
        try {
            return TestingPixels.of(Bytes.of(preview.path("bytes").binaryValue()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertSquares(TestingPixels front, String lowerRight) {
        assertThat(hue(front, 1, 1)).isEqualTo("red");
        assertThat(hue(front, 3, 1)).isEqualTo("green");
        assertThat(hue(front, 1, 3)).isEqualTo("blue");
        assertThat(hue(front, 3, 3)).isEqualTo(lowerRight);
    }

    /** Return the hue at some quarters of what is drawn, from the upper left. */
    private static String hue(TestingPixels front, int x, int y) {
        Rectangle drawn = front.drawn();
        return front.hue(drawn.x + drawn.width * x / 4, drawn.y + drawn.height * y / 4);
    }
}
