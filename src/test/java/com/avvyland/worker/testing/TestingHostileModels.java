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
        TestingHostileData.addAll(models);
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
        put(models, "chunk not aligned, else sound", unaligned(), INVALID_MODEL);
        put(models, "binary chunk first", patched(sound, 16, 0x004e4942), INVALID_MODEL);
        put(models, "glTF 1 container", patched(sound, 4, 1), UNSUPPORTED_FORMAT);
        put(models, "garbage in the JSON chunk", TestingGlb.glb(new byte[64], new byte[0]), INVALID_MODEL);
    }

    private static void documents(Map<String, HostileModel> models) {
        put(models, "JSON is an array", json("[1]"), INVALID_MODEL);
        put(models, "JSON ends early", json("{\"asset\":{\"version\":\"2.0\""), INVALID_MODEL);
        put(
                models,
                "JSON in UTF-16",
                TestingGlb.glb(sound().getBytes(StandardCharsets.UTF_16BE), new byte[0]),
                INVALID_MODEL);
        // Found by fuzzing: taken for UTF-32, in which the last four bytes are no character.
        put(models, "JSON that looks like UTF-32", json("{\0\0\0  !\377"), INVALID_MODEL);
        put(models, "a key twice", json(sound().replace("{\"name\"", "{\"name\":\"\",\"name\"")), INVALID_MODEL);
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
                "a scene root with a parent that is shown",
                changed(glb -> {
                    glb.add("nodes").putArray("children").add(0);
                    object(glb, "/scenes/0").withArray("/nodes").add(1);
                }),
                INVALID_MODEL);
        put(
                models,
                "a scene root with a parent that would move it",
                changed(glb -> {
                    glb.add("nodes").put("name", "Parent").putArray("children").add(0);
                    object(glb, "/nodes/1")
                            .putArray("translation")
                            .add(1)
                            .add(0)
                            .add(0);
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

    static byte[] changed(Consumer<TestingGlb> change) {
        TestingGlb glb = triangleAsset();
        change.accept(glb);
        return glb.glb();
    }

    static byte[] json(String json) {
        return TestingGlb.glb(json.getBytes(StandardCharsets.US_ASCII), new byte[0]);
    }

    /** A triangle without data of its own, as JSON text. */
    private static String sound() {
        TestingGlb glb = triangleAsset();
        object(glb, "/accessors/0").remove("bufferView");
        object(glb, "/meshes/0/primitives/0").remove("indices");
        glb.root().withArray("/accessors").remove(1);
        glb.root().remove("bufferViews");
        return new String(glb.json(), StandardCharsets.UTF_8);
    }

    private static byte[] unaligned() {
        byte[] json = sound().getBytes(StandardCharsets.UTF_8);
        int length = json.length % 4 == 0 ? json.length + 1 : json.length;
        byte[] glb = Arrays.copyOf(TestingGlb.glb(Arrays.copyOf(json, length + 3), new byte[0]), 20 + length);
        glb[19 + length] = length > json.length ? (byte) ' ' : glb[19 + length];
        return patched(patched(glb, 8, glb.length), 12, length);
    }

    private static byte[] patched(byte[] sound, int at, int value) {
        byte[] bytes = sound.clone();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return bytes;
    }

    static ObjectNode object(TestingGlb glb, String pointer) {
        return (ObjectNode) glb.root().at(pointer);
    }

    private static ArrayNode children(TestingGlb glb, int node) {
        return object(glb, "/nodes/" + node).withArray("/children");
    }

    static void put(Map<String, HostileModel> models, String name, byte[] bytes, FailureCode code) {
        models.put(name, new HostileModel(bytes, ".glb", code));
    }
}
