// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.avvyland.worker.mesh.meshopt.IndexCodec;
import com.avvyland.worker.mesh.meshopt.VertexCodec.Version;
import com.avvyland.worker.testing.TestingNode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.upokecenter.cbor.CBORObject;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads files with the loader that browsers use, under Node.js, with the Three.js that the worker renders with. */
class ViewLoaderIT {

    private static final String THREE = "META-INF/resources/webjars/three/0.181.1/";

    private static final List<String> LOADER = List.of(
            "cbor.mjs",
            "checks.mjs",
            "view-loader.mjs",
            "view-material.mjs",
            "view-motion.mjs",
            "view-part.mjs",
            "view-texture.mjs");

    @TempDir
    private Path folder;

    private static TestingNode node() throws Exception {
        TestingNode node = TestingNode.install("view");
        for (String file : LOADER) {
            node.addResource("view/" + file, file);
        }
        for (String file : List.of("package.json", "build/three.module.js", "build/three.core.js")) {
            node.addResource(THREE + file, "node_modules/three/" + file);
        }
        return node;
    }

    private JsonNode load(ViewScene scene, ViewOptions options) throws Exception {
        Files.write(
                folder.resolve("view.cbor"), ViewWriter.write(scene, options).toByteArray());
        node().node("read.mjs", folder);
        return new ObjectMapper().readTree(folder.resolve("summary.json").toFile());
    }

    private FloatBuffer triangles(int level) throws Exception {
        return ByteBuffer.wrap(Files.readAllBytes(folder.resolve("triangles-" + level + ".f32")))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
    }

    /** Name a triangle by its corners on a lattice, turned so that the smallest is first: winding is kept. */
    private static String name(float[] nine) {
        List<String> corners = new ArrayList<>();
        for (int i = 0; i < 9; i += 3) {
            corners.add(Math.round(nine[i]) + "," + Math.round(nine[i + 1]) + "," + Math.round(nine[i + 2] * 2));
        }
        Collections.rotate(corners, -corners.indexOf(Collections.min(corners)));
        return String.join(" ", corners);
    }

    @Test
    void aBrowserSeesTheTrianglesOfTheSceneWhereTheyStand() throws Exception {
        ViewMesh red = TestingScenes.sheet(12, 0);
        float[] colors = new float[13 * 13 * 4];
        java.util.Arrays.fill(colors, 0.5f);
        ViewMesh bare = TestingScenes.bare(TestingScenes.sheet(12, 1), colors);
        ViewTransform mirror =
                new ViewTransform.Parts(new double[] {0, 100, 0}, new double[] {0, 0, 0, 1}, new double[] {-1, 1, 1});
        List<ViewNode> nodes = List.of(
                TestingScenes.node(-1, TestingScenes.at(30, 0, 0), 1, 2),
                TestingScenes.node(0, TestingScenes.at(20, 0, 0)),
                TestingScenes.node(1, mirror),
                TestingScenes.node(2, ViewTransform.IDENTITY),
                TestingScenes.node(2, TestingScenes.at(0, 200, 0)));
        ViewScene scene = TestingScenes.scene(
                nodes, List.of(0, 3, 4), List.of(List.of(red), List.of(bare), List.of(TestingScenes.sheet(12, 0))));
        JsonNode summary = load(scene, ViewOptions.DEFAULT);

        List<String> expected = new ArrayList<>();
        expect(expected, red, TestingScenes.at(50, 0, 0));
        expect(
                expected,
                bare,
                new ViewTransform.Matrix(
                        ViewTransform.product(TestingScenes.at(30, 0, 0).matrix(), mirror.matrix())));
        expect(expected, red, ViewTransform.IDENTITY);
        expect(expected, red, TestingScenes.at(0, 200, 0));
        List<String> seen = new ArrayList<>();
        FloatBuffer triangles = triangles(0);
        while (triangles.hasRemaining()) {
            float[] nine = new float[9];
            triangles.get(nine);
            seen.add(name(nine));
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(triangles(1).capacity()).isLessThan(triangles(0).capacity() / 2);

        JsonNode flat = find(summary, "flat", true);
        assertThat(flat.get("colors").asBoolean()).isTrue();
        assertThat(flat.get("color").get(0).asDouble()).isCloseTo(0.5, within(0.003));
        JsonNode smooth = find(summary, "flat", false);
        assertThat(smooth.get("map").asBoolean()).isTrue();
        assertThat(smooth.get("errors")).hasSizeGreaterThan(1);
    }

    private static JsonNode find(JsonNode summary, String key, boolean value) {
        for (JsonNode mesh : summary.get("meshes")) {
            if (mesh.get(key).asBoolean() == value) {
                return mesh;
            }
        }
        throw new AssertionError(summary.toString());
    }

    private static void expect(List<String> names, ViewMesh mesh, ViewTransform transform) {
        ViewMesh moved = Placement.move(mesh, transform.matrix());
        int[] indices = moved.indices().toArray();
        float[] positions = moved.positions().toArray();
        for (int i = 0; i < indices.length; i += 3) {
            float[] nine = new float[9];
            for (int j = 0; j < 9; j++) {
                nine[j] = positions[indices[i + j / 3] * 3 + j % 3];
            }
            names.add(name(nine));
        }
    }

    @Test
    void skinsAndAnimationsArrive() throws Exception {
        ViewMesh sheet = TestingScenes.sheet(4, 0);
        int[] joints = new int[25 * 4];
        float[] weights = new float[25 * 4];
        for (int i = 0; i < 25; i++) {
            weights[i * 4] = 1;
        }
        ViewMesh skinned = TestingScenes.mesh(
                sheet.positions().toArray(),
                TestingScenes.numbers(sheet, Semantic.NORMAL),
                TestingScenes.numbers(sheet, Semantic.TEXCOORD_0),
                null,
                null,
                joints,
                weights,
                sheet.indices().toArray(),
                0);
        float[] identity = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
        List<ViewNode> nodes = List.of(
                new ViewNode("body", 0, 0, List.of(), ViewTransform.IDENTITY, List.of()),
                TestingScenes.node(-1, TestingScenes.at(0, 0, 5)));
        ViewScene base = TestingScenes.one(skinned);
        ViewScene scene = new ViewScene(
                base.source(),
                List.of(0, 1),
                nodes,
                base.meshes(),
                base.materials(),
                base.textures(),
                base.images(),
                List.of(new ViewScene.Skin(List.of(1), identity)),
                List.of(new ViewScene.Animation(
                        "wave",
                        List.of(new ViewScene.Channel(
                                1, "t", "LINEAR", new float[] {0, 2.5f}, new float[] {0, 0, 5, 0, 0, 9})))));
        JsonNode summary = load(scene, TestingScenes.FINEST_ONLY);
        assertThat(summary.get("meshes").get(0).get("skinned").asBoolean()).isTrue();
        assertThat(summary.get("animations").toString()).isEqualTo("[[\"wave\",2.5,1]]");
        FloatBuffer triangles = triangles(0);
        double lowest = Double.MAX_VALUE;
        for (int i = 2; i < triangles.capacity(); i += 3) {
            lowest = Math.min(lowest, triangles.get(i));
        }
        assertThat(lowest).as("moved by its joint").isCloseTo(5, within(1e-3));
    }

    @Test
    void handMadeCborThatIsHostileIsRefused() throws Exception {
        node().node("hostile.mjs", folder);
    }

    @Test
    void aReaderWithAnOldDecoderReadsVertexCodec0AndSaysWhatItNeedsFor1() throws Exception {
        ViewScene scene = TestingScenes.one(TestingScenes.sheet(20, 0));
        for (Version version : Version.values()) {
            ViewOptions options = ViewOptions.DEFAULT.withVertexCodec(version);
            Files.write(
                    folder.resolve(version + ".cbor"),
                    ViewWriter.write(scene, options).toByteArray());
        }
        TestingNode node = node();
        String decoder = "examples/jsm/libs/meshopt_decoder.module.js";
        node.addResource(THREE + decoder, "old/meshopt_decoder.mjs");
        node.output("refuse.mjs", folder.toString(), "./old/meshopt_decoder.mjs");

        assertThat(folder.resolve("V0.txt")).hasContent("read");
        assertThat(folder.resolve("V1.txt"))
                .content()
                .startsWith("ViewError: stream: ")
                .endsWith("(expected: MeshoptDecoder of meshoptimizer 0.23 or later)");
        node.output("refuse.mjs", folder.toString());
        assertThat(folder.resolve("V0.txt")).hasContent("read");
        assertThat(folder.resolve("V1.txt")).hasContent("read");
    }

    private interface Damage {
        void on(CBORObject view);
    }

    private void write(String name, Damage damage) throws Exception {
        ViewScene scene = TestingScenes.one(TestingScenes.sheet(4, 0));
        byte[] bytes = ViewWriter.write(scene, TestingScenes.FINEST_ONLY).toByteArray();
        CBORObject file = CBORObject.DecodeFromBytes(bytes);
        damage.on(file.Untag());
        Files.write(folder.resolve(name + ".cbor"), file.EncodeToBytes());
    }

    private static CBORObject stream(CBORObject view, String codec) {
        return view.get("buf").getValues().stream()
                .filter(stream -> stream.get("c").AsString().equals(codec))
                .findFirst()
                .orElseThrow();
    }

    private static CBORObject part(CBORObject view) {
        return view.get("mesh").get(0).get("prim").get(0);
    }

    @Test
    void aFileThatBreaksARuleIsRefusedInWords() throws Exception {
        byte[] far = IndexCodec.encodeIndexBuffer(MemorySegment.ofArray(new int[] {0, 1, 25}), 26);
        write("whole", view -> {});
        write("major", view -> view.get("v").set(0, CBORObject.FromObject(2)));
        write("needs", view -> view.Add("need", CBORObject.NewArray().Add("EXT_later")));
        write("index", view -> stream(view, "tri").Set("n", 3).Set("d", far));
        write("vertices", view -> part(view).Set("nv", 24));
        write("claim", view -> stream(view, "attr").Set("n", 90_000_000));
        write("elements", view -> stream(view, "attr").Set("n", 1L << 40));
        write("stride", view -> stream(view, "attr").Set("s", 6));
        write("stream", view -> part(view).get("lod").get(0).Set("i", 99));
        write(
                "circle",
                view -> view.get("node")
                        .get(0)
                        .Add("kids", CBORObject.NewArray().Add(0)));
        node().node("refuse.mjs", folder);

        Map<String, String> refused = new TreeMap<>(Map.of(
                "whole", "read",
                "major", "ViewError: view: unknown version",
                "needs", "ViewError: view: needs EXT_later",
                "index", "ViewError: index: 25 (expected: less than 25)",
                "vertices", "ViewError: POSITION: 100 numbers for 24 vertices",
                "claim", "ViewError: stream: longer than its bytes can say",
                "elements", "ViewError: stream: 1099511627776 elements",
                "stride", "ViewError: stream: element of 6 bytes",
                "stream", "ViewError: stream: 99 (expected: 0 to 3)",
                "circle", "ViewError: node: 0 (expected: one parent)"));
        Map<String, String> actual = new TreeMap<>();
        for (String name : refused.keySet()) {
            actual.put(name, Files.readString(folder.resolve(name + ".txt")));
        }
        assertThat(actual).isEqualTo(refused);
    }
}
