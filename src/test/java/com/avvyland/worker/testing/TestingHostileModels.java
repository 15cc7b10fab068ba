// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import static com.avvyland.worker.task.FailureCode.INVALID_MODEL;
import static com.avvyland.worker.task.FailureCode.MODEL_TOO_LARGE;
import static com.avvyland.worker.task.FailureCode.UNSUPPORTED_FORMAT;
import static com.avvyland.worker.testing.TestingModels.triangleAsset;

import com.avvyland.worker.task.FailureCode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Builds models that are broken, too large, or mean harm; most are a sound triangle with one thing changed. */
final class TestingHostileModels {

    private static final Map<String, HostileModel> ALL = build();

    private TestingHostileModels() {}

    static Map<String, HostileModel> all() {
        return ALL;
    }

    private static Map<String, HostileModel> build() {
        var models = new LinkedHashMap<String, HostileModel>();
        containers(models);
        documents(models);
        nodes(models);
        accessors(models);
        coordinates(models);
        images(models);
        uris(models);
        scenes(models);
        return models;
    }

    private static void containers(Map<String, HostileModel> models) {
        byte[] sound = TestingModels.texturedBox();
        put(models, "cut off in the binary chunk", Arrays.copyOf(sound, sound.length - 100), INVALID_MODEL);
        put(models, "cut off in the header", Arrays.copyOf(sound, 10), INVALID_MODEL);
        put(models, "cut off after the magic", Arrays.copyOf(sound, 4), INVALID_MODEL);
        put(models, "length field too long", patched(sound, 8, sound.length + 4), INVALID_MODEL);
        put(models, "length field too short", patched(sound, 8, sound.length - 4), INVALID_MODEL);
        put(models, "JSON chunk longer than the file", patched(sound, 12, 0x7fff_fffc), INVALID_MODEL);
        put(models, "JSON chunk of 4 GiB", patched(sound, 12, -4), INVALID_MODEL);
        put(models, "chunk length not aligned", patched(sound, 12, 5), INVALID_MODEL);
        put(models, "binary chunk first", patched(sound, 16, 0x004e4942), INVALID_MODEL);
        put(models, "glTF 1 container", patched(sound, 4, 1), UNSUPPORTED_FORMAT);
        put(models, "garbage in the JSON chunk", TestingGlb.glb(new byte[64], new byte[0]), INVALID_MODEL);
    }

    private static void documents(Map<String, HostileModel> models) {
        put(models, "JSON is an array", json("[1]"), INVALID_MODEL);
        put(models, "JSON ends early", json("{\"asset\":{\"version\":\"2.0\""), INVALID_MODEL);
        put(models, "a key twice", json("{\"asset\":{\"version\":\"2.0\"},\"asset\":{}}"), INVALID_MODEL);
        put(models, "JSON 100,000 deep", json("{\"extras\":" + "[".repeat(100_000)), INVALID_MODEL);
        put(models, "a number of a million digits", json("{\"scene\":" + "9".repeat(1_000_000) + "}"), INVALID_MODEL);
        put(models, "a fractional index", changed(glb -> glb.root().put("scene", 0.5)), INVALID_MODEL);
        put(models, "no version", changed(glb -> glb.root().putObject("asset")), INVALID_MODEL);
        put(models, "glTF 3", changed(glb -> object(glb, "/asset").put("version", "3.0")), UNSUPPORTED_FORMAT);
        put(
                models,
                "requires an unknown extension",
                changed(glb -> glb.root().putArray("extensionsRequired").add("ACME_cloaking")),
                UNSUPPORTED_FORMAT);
    }

    private static void nodes(Map<String, HostileModel> models) {
        put(
                models,
                "a node that is its own child",
                changed(glb -> children(glb, 0).add(0)),
                INVALID_MODEL);
        put(
                models,
                "a loop of nodes",
                changed(glb -> {
                    glb.add("nodes").putArray("children").add(2);
                    glb.add("nodes").putArray("children").add(1);
                }),
                INVALID_MODEL);
        put(
                models,
                "a node with two parents",
                changed(glb -> {
                    glb.add("nodes");
                    children(glb, 0).add(1);
                    glb.add("nodes").putArray("children").add(1);
                }),
                INVALID_MODEL);
        put(
                models,
                "a scene root with a parent",
                changed(glb -> {
                    glb.add("nodes").putArray("children").add(0);
                }),
                INVALID_MODEL);
        put(
                models,
                "nodes 20,000 deep",
                changed(glb -> {
                    for (int i = 1; i < 20_000; i++) {
                        children(glb, i - 1).add(i);
                        glb.add("nodes");
                    }
                }),
                MODEL_TOO_LARGE);
        put(models, "100,000 nodes", manyNodes(100_000), MODEL_TOO_LARGE);
        put(models, "200,000 nodes", manyNodes(200_000), MODEL_TOO_LARGE);
        put(models, "30,000 draw calls", manyNodes(30_000), MODEL_TOO_LARGE);
        put(
                models,
                "a mesh that is not there",
                changed(glb -> object(glb, "/nodes/0").put("mesh", 7)),
                INVALID_MODEL);
        put(models, "a child that is not there", changed(glb -> children(glb, 0).add(99)), INVALID_MODEL);
        put(models, "50 million instances", changed(glb -> instanced(glb, 50_000_000)), MODEL_TOO_LARGE);
        put(models, "200,000 instances", changed(glb -> instanced(glb, 200_000)), MODEL_TOO_LARGE);
        put(
                models,
                "99,000 instances of 300 triangles",
                changed(glb -> {
                    object(glb, "/accessors/0").put("count", 900).remove("bufferView");
                    object(glb, "/meshes/0/primitives/0").remove("indices");
                    instanced(glb, 99_000);
                }),
                MODEL_TOO_LARGE);
    }

    private static void accessors(Map<String, HostileModel> models) {
        put(models, "300 million vertices without data", position("count", 300_000_000L), MODEL_TOO_LARGE);
        put(models, "10 million vertices without data", position("count", 10_000_000L), MODEL_TOO_LARGE);
        put(models, "2^62 vertices without data", position("count", 1L << 62), MODEL_TOO_LARGE);
        put(models, "more elements than bytes", accessor("count", 4), INVALID_MODEL);
        put(models, "no element", accessor("count", 0), INVALID_MODEL);
        put(models, "an offset near 2^63", accessor("byteOffset", Long.MAX_VALUE - 3), INVALID_MODEL);
        put(models, "a negative offset", accessor("byteOffset", -4), INVALID_MODEL);
        put(
                models,
                "a misaligned offset",
                changed(glb -> {
                    object(glb, "/accessors/0").put("byteOffset", 1).put("count", 2);
                }),
                INVALID_MODEL);
        put(models, "components of an unknown type", accessor("componentType", 5124), INVALID_MODEL);
        put(models, "a view past its buffer", view("byteLength", 1 << 20), INVALID_MODEL);
        put(models, "a view offset near 2^63", view("byteOffset", Long.MAX_VALUE), INVALID_MODEL);
        put(
                models,
                "a buffer longer than its data",
                changed(glb -> {
                    glb.add("buffers").put("byteLength", 1_000_000);
                }),
                INVALID_MODEL);
        put(models, "an index past the last vertex", indices(0, 1, 3), INVALID_MODEL);
        put(models, "an index of 2^32 - 2", indices(0, 1, -2), INVALID_MODEL);
        put(
                models,
                "attributes of unequal length",
                changed(glb -> {
                    object(glb, "/meshes/0/primitives/0/attributes").put("NORMAL", glb.floats(3, 0, 0, 1));
                }),
                INVALID_MODEL);
        put(models, "a sparse index past the end", changed(glb -> sparse(glb, 5)), INVALID_MODEL);
        put(
                models,
                "a meshopt view that claims 12 GB",
                changed(glb -> {
                    ObjectNode view = object(glb, "/bufferViews/0").put("byteLength", 12_000_000_000L);
                    ObjectNode meshopt =
                            view.put("buffer", 1).putObject("extensions").putObject("EXT_meshopt_compression");
                    meshopt.put("buffer", 0)
                            .put("byteLength", 36)
                            .put("byteStride", 12)
                            .put("count", 1_000_000_000);
                    glb.add("buffers").put("byteLength", glb.binary().length);
                    glb.add("buffers").put("byteLength", 12_000_000_000L);
                }),
                MODEL_TOO_LARGE);
        put(
                models,
                "60,000 accessors over the same bytes",
                changed(glb -> {
                    int view = glb.view(new byte[12_000], 0);
                    for (int i = 0; i < 60_000; i++) {
                        glb.add("accessors")
                                .put("bufferView", view)
                                .put("componentType", 5126)
                                .put("count", 1_000)
                                .put("type", "VEC3");
                    }
                }),
                MODEL_TOO_LARGE);
        put(
                models,
                "morph targets that share one accessor",
                changed(glb -> {
                    object(glb, "/accessors/0").put("count", 999_999).remove("bufferView");
                    ObjectNode primitive = object(glb, "/meshes/0/primitives/0");
                    primitive.remove("indices");
                    for (int i = 0; i < 200; i++) {
                        primitive
                                .withArray("/targets")
                                .addObject()
                                .put("POSITION", 0)
                                .put("NORMAL", 0);
                    }
                }),
                MODEL_TOO_LARGE);
    }

    private static void coordinates(Map<String, HostileModel> models) {
        put(models, "NaN coordinates", positions(0, Float.NaN, 0), INVALID_MODEL);
        put(models, "infinite coordinates", positions(0, Float.POSITIVE_INFINITY, 0), INVALID_MODEL);
        put(models, "coordinates of 1e30", positions(0, 1e30f, 0), INVALID_MODEL);
        put(
                models,
                "declared bounds of 1e30",
                changed(glb -> {
                    object(glb, "/accessors/0").putArray("max").add(1).add(1e30).add(0);
                }),
                INVALID_MODEL);
        put(
                models,
                "a scale of 1e300",
                changed(glb -> {
                    object(glb, "/nodes/0").putArray("scale").add(1e300).add(1).add(1);
                }),
                INVALID_MODEL);
        put(models, "a number that overflows", json("{\"nodes\":[{\"scale\":[1e999,1,1]}]}"), INVALID_MODEL);
    }

    private static void images(Map<String, HostileModel> models) {
        put(
                models,
                "a PNG of 16,384 pixels square",
                image("image/png", TestingPng.bomb(16_384, 16_384)),
                MODEL_TOO_LARGE);
        put(
                models,
                "a PNG of 30,000 pixels square",
                image("image/png", TestingPng.bomb(30_000, 30_000)),
                MODEL_TOO_LARGE);
        put(models, "a PNG header that lies", image("image/png", TestingPng.lying(60_000, 60_000)), MODEL_TOO_LARGE);
        put(models, "a PNG header of 2^31 pixels", image("image/png", TestingPng.lying(1 << 31, 1)), MODEL_TOO_LARGE);
        put(models, "a PNG without pixels", image("image/png", TestingPng.lying(0, 16)), INVALID_MODEL);
        byte[] large = TestingPng.lying(4096, 4096);
        put(
                models,
                "17 textures of 4,096 pixels square",
                changed(glb -> {
                    for (int i = 0; i < 17; i++) {
                        glb.texture("Large " + i, "image/png", large);
                    }
                }),
                MODEL_TOO_LARGE);
        put(models, "an image of garbage", image("image/png", new byte[64]), INVALID_MODEL);
        put(models, "an image cut short", image("image/png", Arrays.copyOf(large, 20)), INVALID_MODEL);
        byte[] svg =
                "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>".getBytes(StandardCharsets.US_ASCII);
        put(models, "an SVG image", image("image/png", svg), INVALID_MODEL);
        put(
                models,
                "a texture that is not there",
                changed(glb -> {
                    glb.add("materials").putObject("normalTexture").put("index", 3);
                }),
                INVALID_MODEL);
        put(
                models,
                "an extension's texture that is not there",
                changed(glb -> {
                    glb.add("materials")
                            .putObject("extensions")
                            .putObject("KHR_materials_sheen")
                            .putObject("sheenColorTexture")
                            .put("index", 3);
                }),
                INVALID_MODEL);
    }

    private static void uris(Map<String, HostileModel> models) {
        for (String uri : new String[] {
            "http://169.254.169.254/latest/meta-data/",
            "https://user:secret@example.com/a.bin",
            "file:///etc/passwd",
            "//example.com/a.bin",
            "/etc/passwd",
            "../../etc/passwd",
            "a/%2e%2E/b.bin",
            "..\\b.bin",
            "missing.bin",
            "data:application/octet-stream;base64,!!!!",
        }) {
            var glb = triangleAsset();
            glb.add("buffers").put("byteLength", 44).put("uri", uri);
            models.put("a buffer at " + uri, new HostileModel(glb.json(), ".gltf", INVALID_MODEL));
        }
        put(
                models,
                "an image at http://127.0.0.1/",
                changed(glb -> {
                    glb.add("images").put("uri", "http://127.0.0.1/a.png");
                }),
                INVALID_MODEL);
    }

    private static void scenes(Map<String, HostileModel> models) {
        put(models, "an empty scene", changed(glb -> object(glb, "/scenes/0").remove("nodes")), INVALID_MODEL);
        put(
                models,
                "no scene",
                changed(glb -> {
                    glb.root().remove("scene");
                    glb.root().remove("scenes");
                }),
                INVALID_MODEL);
        put(
                models,
                "a scene of nodes without meshes",
                changed(glb -> object(glb, "/nodes/0").remove("mesh")),
                INVALID_MODEL);
        put(models, "a scene that is not there", changed(glb -> glb.root().put("scene", 4)), INVALID_MODEL);
    }

    private static byte[] manyNodes(int count) {
        return changed(glb -> {
            ArrayNode roots = object(glb, "/scenes/0").withArray("/nodes");
            for (int i = 1; i < count; i++) {
                glb.add("nodes").put("mesh", 0);
                roots.add(i);
            }
        });
    }

    private static void instanced(TestingGlb glb, long count) {
        glb.add("accessors").put("componentType", 5126).put("count", count).put("type", "VEC3");
        object(glb, "/nodes/0")
                .putObject("extensions")
                .putObject("EXT_mesh_gpu_instancing")
                .putObject("attributes")
                .put("TRANSLATION", glb.count("accessors") - 1);
    }

    private static void sparse(TestingGlb glb, int index) {
        ObjectNode sparse = object(glb, "/accessors/0").putObject("sparse").put("count", 1);
        sparse.putObject("indices")
                .put("bufferView", glb.view(new byte[] {(byte) index}, 0))
                .put("componentType", 5121);
        sparse.putObject("values").put("bufferView", glb.view(new byte[12], 0));
    }

    private static byte[] accessor(String field, long value) {
        return changed(glb -> object(glb, "/accessors/0").put(field, value));
    }

    private static byte[] position(String field, long value) {
        return changed(glb -> object(glb, "/accessors/0").put(field, value).remove("bufferView"));
    }

    private static byte[] view(String field, long value) {
        return changed(glb -> object(glb, "/bufferViews/0").put(field, value));
    }

    private static byte[] positions(float x, float y, float z) {
        return changed(glb -> {
            int accessor = glb.floats(3, 0, 0, 0, 1, 0, 0, x, y, z);
            ObjectNode bent = object(glb, "/accessors/" + accessor);
            bent.putArray("min").add(0).add(0).add(0);
            bent.putArray("max").add(1).add(1).add(0);
            object(glb, "/meshes/0/primitives/0/attributes").put("POSITION", accessor);
        });
    }

    private static byte[] indices(int... values) {
        var data = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(data::putInt);
        return changed(glb -> {
            int view = glb.view(data.array(), TestingGlb.ELEMENT_ARRAY_BUFFER);
            glb.add("accessors")
                    .put("bufferView", view)
                    .put("componentType", 5125)
                    .put("count", 3)
                    .put("type", "SCALAR");
            object(glb, "/meshes/0/primitives/0").put("indices", glb.count("accessors") - 1);
        });
    }

    private static byte[] image(String mimeType, byte[] picture) {
        return changed(glb -> glb.texture("Picture", mimeType, picture));
    }

    private static byte[] changed(Consumer<TestingGlb> change) {
        TestingGlb glb = triangleAsset();
        change.accept(glb);
        return glb.glb();
    }

    private static byte[] json(String json) {
        return TestingGlb.glb(json.getBytes(StandardCharsets.US_ASCII), new byte[0]);
    }

    private static byte[] patched(byte[] sound, int at, int value) {
        byte[] bytes = sound.clone();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return bytes;
    }

    private static ObjectNode object(TestingGlb glb, String pointer) {
        return (ObjectNode) glb.root().at(pointer);
    }

    private static ArrayNode children(TestingGlb glb, int node) {
        return object(glb, "/nodes/" + node).withArray("/children");
    }

    private static void put(Map<String, HostileModel> models, String name, byte[] bytes, FailureCode code) {
        models.put(name, new HostileModel(bytes, ".glb", code));
    }
}
