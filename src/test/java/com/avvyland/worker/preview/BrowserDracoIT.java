// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static com.avvyland.worker.preview.TestingPreviews.config;
import static com.avvyland.worker.preview.TestingPreviews.options;
import static com.avvyland.worker.preview.TestingPreviews.render;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.avvyland.worker.gltf.DracoMesh;
import com.avvyland.worker.gltf.DracoMesh.Attribute;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserDracoIT {

    private static final byte[] RIBBON = Base64.getMimeDecoder().decode(TestingDraco.RIBBON);

    private static final Map<String, Integer> IDS = Map.of("POSITION", 2, "TEXCOORD_0", 1, "JOINTS_0", 0, "COLOR_0", 3);

    private static RendererPool pool;
    private static BrowserDraco draco;

    @BeforeAll
    static void start() {
        pool = new RendererPool(config(1, Duration.ofSeconds(20))).start();
        draco = new BrowserDraco(pool, 16 << 20);
    }

    @AfterAll
    static void stop() {
        pool.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MESH_SEQUENTIAL_ENCODING", "MESH_EDGEBREAKER_ENCODING"})
    void givesBackWhatWasEncoded(String method, @TempDir Path folder) throws Exception {
        assertIsTheRibbon(draco.decode(ByteBuffer.wrap(TestingDraco.encode(folder, method)), IDS));
    }

    @Test
    void readsACommittedStreamWhereverItLies() {
        ByteBuffer inside = ByteBuffer.wrap(new byte[RIBBON.length + 10]);
        inside.put(7, RIBBON).position(7).limit(7 + RIBBON.length);

        assertIsTheRibbon(draco.decode(inside.asReadOnlyBuffer(), IDS));
        assertThat(inside.position()).isEqualTo(7);
    }

    @Test
    void givesOnlyWhatIsAskedFor() {
        DracoMesh mesh = draco.decode(ByteBuffer.wrap(RIBBON), Map.of("POSITION", 2));

        assertThat(mesh.attributes()).containsOnlyKeys("POSITION");
        assertThat(values(mesh, "POSITION", 5126, 3).array()).hasSize(mesh.vertexCount() * 12);
    }

    @Test
    void refusesAnAttributeThatIsNotThere() {
        assertThatThrownBy(() -> draco.decode(ByteBuffer.wrap(RIBBON), Map.of("NORMAL", 77)))
                .isInstanceOfSatisfying(
                        TaskFailure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_MODEL))
                .hasMessage("draco: NORMAL is 77 (expected: an attribute's id)");
    }

    @Test
    void refusesMoreThanItsLimit() {
        var small = new BrowserDraco(pool, 1000);

        assertThatThrownBy(() -> small.decode(ByteBuffer.wrap(RIBBON), IDS))
                .isInstanceOfSatisfying(
                        TaskFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_TOO_LARGE));
    }

    @Test
    void refusesWhateverIsNoStreamAndGoesOn() {
        long recycled = pool.recycled();
        for (int length : new int[] {0, 1, 4, 5, 11, RIBBON.length / 2, RIBBON.length - 3}) {
            assertRefused(Arrays.copyOf(RIBBON, length));
        }
        var random = new Random(3);
        byte[] noise = new byte[500];
        random.nextBytes(noise);
        System.arraycopy(RIBBON, 0, noise, 0, 11);
        assertRefused(noise);
        assertRefused("hello world".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertIsTheRibbon(draco.decode(ByteBuffer.wrap(RIBBON), IDS));
        assertThat(pool.recycled()).as("browsers replaced").isEqualTo(recycled);
    }

    @Test
    void endsEveryChangedStreamWithAMeshOrAFailure() {
        var random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] changed = RIBBON.clone();
            for (int changes = 0; changes <= i % 4; changes++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                DracoMesh mesh = draco.decode(ByteBuffer.wrap(changed), IDS);
                assertThat(mesh.attributes()).containsOnlyKeys(IDS.keySet());
            } catch (TaskFailure failure) {
                assertThat(failure.code())
                        .as(failure.getMessage())
                        .isIn(FailureCode.INVALID_MODEL, FailureCode.MODEL_TOO_LARGE);
                refused++;
            }
        }
        assertThat(refused).isBetween(10, 299);
        assertIsTheRibbon(draco.decode(ByteBuffer.wrap(RIBBON), IDS));
    }

    @Test
    void isEndedWhenItDoesNotEnd() {
        try (var impatient = new RendererPool(config(1, Duration.ofSeconds(3)))) {
            var decoder = new BrowserDraco(impatient, 16 << 20);
            assertIsTheRibbon(decoder.decode(ByteBuffer.wrap(RIBBON), IDS));
            // A stream of this kind is not at hand, so the decoder itself is made to turn for ever.
            impatient
                    .renderers()
                    .getFirst()
                    .onPage(session ->
                            session.workbench().evaluate("() => { workbench.draco = () => { for (;;); }; return 0; }"));

            TaskFailure failure =
                    catchThrowableOfType(TaskFailure.class, () -> decoder.decode(ByteBuffer.wrap(RIBBON), IDS));

            assertThat(failure.code()).isEqualTo(FailureCode.TIMEOUT);
            assertIsTheRibbon(decoder.decode(ByteBuffer.wrap(RIBBON), IDS));
        }
    }

    @Test
    void isDrawnByThePreviewsToo() {
        String json = """
                {"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"mesh":0}],
                 "extensionsUsed":["KHR_draco_mesh_compression"],"extensionsRequired":["KHR_draco_mesh_compression"],
                 "meshes":[{"primitives":[{"attributes":{"POSITION":0},"indices":1,"material":0,"extensions":{
                   "KHR_draco_mesh_compression":{"bufferView":0,"attributes":{"POSITION":2}}}}]}],
                 "materials":[{"doubleSided":true,"pbrMetallicRoughness":{"baseColorFactor":[1,0,0,1],"metallicFactor":0}}],
                 "accessors":[{"componentType":5126,"count":40,"type":"VEC3","min":[0,0,0],"max":[5.7,1,1]},
                   {"componentType":5125,"count":114,"type":"SCALAR"}],
                 "bufferViews":[{"buffer":0,"byteLength":%1$d}],"buffers":[{"byteLength":%1$d}]}""".formatted(RIBBON.length);

        var preview = render(pool, TestingBoxes.glb(json, RIBBON), options(128, 128, "front"))
                .getFirst();

        var pixels = TestingPixels.of(preview.bytes());
        assertThat(pixels.drawn().width).isGreaterThan(80);
        assertThat(pixels.hueOfCenter()).isEqualTo("red");
    }

    private static void assertRefused(byte[] stream) {
        TaskFailure failure = catchThrowableOfType(TaskFailure.class, () -> draco.decode(ByteBuffer.wrap(stream), IDS));
        assertThat(failure).as("%d bytes", stream.length).isNotNull();
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(FailureCode.INVALID_MODEL);
    }

    /** Each corner knows its vertex by its joints; every other attribute must be that vertex's. */
    private static void assertIsTheRibbon(DracoMesh mesh) {
        ByteBuffer positions = values(mesh, "POSITION", 5126, 3);
        ByteBuffer uvs = values(mesh, "TEXCOORD_0", 5126, 2);
        ByteBuffer colors = values(mesh, "COLOR_0", 5121, 4);
        ByteBuffer joints = values(mesh, "JOINTS_0", 5123, 4);
        assertThat(mesh.indices()).hasSize((TestingDraco.VERTICES - 2) * 3);
        Set<List<Integer>> faces = new java.util.HashSet<>();
        for (int i = 0; i < mesh.indices().length; i += 3) {
            var face = new TreeSet<Integer>();
            for (int corner = i; corner < i + 3; corner++) {
                int at = mesh.indices()[corner];
                int vertex = joints.getShort(at * 8);
                face.add(vertex);
                assertThat(joints.getShort(at * 8 + 2)).isEqualTo((short) (300 + vertex));
                assertThat(joints.getShort(at * 8 + 6)).isEqualTo((short) -1);
                assertThat(positions.getFloat(at * 12)).isEqualTo((float) ((vertex >> 1) * 0.3));
                assertThat(positions.getFloat(at * 12 + 4)).isEqualTo(vertex % 2);
                assertThat(positions.getFloat(at * 12 + 8)).isEqualTo((float) (1.0 / (vertex + 1)));
                assertThat(uvs.getFloat(at * 8)).isEqualTo(vertex / 64f);
                assertThat(uvs.getFloat(at * 8 + 4)).isEqualTo(1 - vertex / 64f);
                assertThat(colors.get(at * 4)).isEqualTo((byte) vertex);
                assertThat(colors.get(at * 4 + 1)).isEqualTo((byte) (255 - vertex));
            }
            faces.add(List.copyOf(face));
        }
        Set<List<Integer>> expected = new java.util.HashSet<>();
        for (int i = 2; i < TestingDraco.VERTICES; i++) {
            expected.add(List.of(i - 2, i - 1, i));
        }
        assertThat(faces).isEqualTo(expected);
    }

    private static ByteBuffer values(DracoMesh mesh, String name, int componentType, int components) {
        Attribute attribute = Objects.requireNonNull(mesh.attributes().get(name), name);
        assertThat(attribute.componentType()).as(name).isEqualTo(componentType);
        assertThat(attribute.components()).as(name).isEqualTo(components);
        return ByteBuffer.wrap(attribute.values()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
