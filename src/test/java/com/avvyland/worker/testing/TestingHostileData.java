// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import static com.avvyland.worker.task.FailureCode.INVALID_MODEL;
import static com.avvyland.worker.task.FailureCode.MODEL_TOO_LARGE;
import static com.avvyland.worker.testing.TestingHostileModels.changed;
import static com.avvyland.worker.testing.TestingHostileModels.object;
import static com.avvyland.worker.testing.TestingHostileModels.put;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Builds the hostile models whose fault is in their vertex data or their images. */
final class TestingHostileData {

    private TestingHostileData() {}

    static void addAll(Map<String, HostileModel> models) {
        accessors(models);
        coordinates(models);
        images(models);
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
        put(models, "a view offset near 2^63", view("byteOffset", Long.MAX_VALUE - 3), INVALID_MODEL);
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
                "20,000 accessors over the same bytes",
                changed(glb -> {
                    int view = glb.view(new byte[36_000], 0);
                    for (int i = 0; i < 20_000; i++) {
                        glb.add("accessors")
                                .put("bufferView", view)
                                .put("componentType", 5126)
                                .put("count", 3_000)
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
        put(
                models,
                "a number that overflows",
                TestingHostileModels.json("{\"nodes\":[{\"scale\":[1e999,1,1]}]}"),
                INVALID_MODEL);
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
                "a material of 60,000 parts with a texture each",
                changed(glb -> {
                    var material = glb.add("materials");
                    for (int i = 0; i < 60_000; i++) {
                        material.putObject("m" + i).putObject("aTexture").put("index", 0);
                    }
                }),
                MODEL_TOO_LARGE);
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
}
