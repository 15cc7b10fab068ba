// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lists what a GLB draws, by code that shares nothing with the product: each triangle as the bits of all attributes of
 * its three corners, in their order. Reads plain accessors only.
 */
final class TestingTriangles {

    private final JsonNode json;
    private final ByteBuffer binary;

    private TestingTriangles(byte[] glb) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(glb).order(ByteOrder.LITTLE_ENDIAN);
        int jsonBytes = file.getInt(12);
        json = new ObjectMapper().readTree(glb, 20, jsonBytes);
        binary = file.slice(28 + jsonBytes, glb.length - 28 - jsonBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Return the triangles of every node that has a mesh, nodes in their order, without those of two equal corners. */
    static List<String> of(byte[] glb) throws IOException {
        var model = new TestingTriangles(glb);
        List<String> triangles = new ArrayList<>();
        for (JsonNode node : model.json.path("nodes")) {
            if (node.has("mesh")) {
                for (JsonNode primitive : model.json
                        .path("meshes")
                        .path(node.get("mesh").intValue())
                        .path("primitives")) {
                    model.draw(primitive, triangles);
                }
            }
        }
        return triangles;
    }

    private void draw(JsonNode primitive, List<String> triangles) {
        int vertices = accessor(primitive.at("/attributes/POSITION").intValue())
                .get("count")
                .intValue();
        int corners = primitive.has("indices")
                ? accessor(primitive.get("indices").intValue()).get("count").intValue()
                : vertices;
        int mode = primitive.path("mode").asInt(4);
        for (int i = 0; i + 2 < corners; i += mode == 4 ? 3 : 1) {
            boolean odd = i % 2 == 1;
            int a = mode == 6 ? i + 1 : i;
            int b = mode == 6 ? i + 2 : mode == 5 && odd ? i + 2 : i + 1;
            int c = mode == 6 ? 0 : mode == 5 && odd ? i + 1 : i + 2;
            String first = corner(primitive, a);
            String second = corner(primitive, b);
            String third = corner(primitive, c);
            if (!first.equals(second) && !second.equals(third) && !third.equals(first)) {
                triangles.add(primitive.path("material") + first + "|" + second + "|" + third);
            }
        }
    }

    private String corner(JsonNode primitive, int corner) {
        int vertex = primitive.has("indices") ? index(primitive.get("indices").intValue(), corner) : corner;
        Map<String, String> values = new TreeMap<>();
        primitive
                .get("attributes")
                .properties()
                .forEach(attribute ->
                        values.put(attribute.getKey(), bits(attribute.getValue().intValue(), vertex)));
        int target = 0;
        for (JsonNode moved : primitive.path("targets")) {
            String prefix = "target " + target++ + " ";
            moved.properties()
                    .forEach(attribute -> values.put(
                            prefix + attribute.getKey(),
                            bits(attribute.getValue().intValue(), vertex)));
        }
        return values.toString();
    }

    private int index(int accessor, int element) {
        byte[] stored = stored(accessor, element);
        int value = 0;
        for (int i = stored.length - 1; i >= 0; i--) {
            value = value << 8 | stored[i] & 255;
        }
        return value;
    }

    private String bits(int accessor, int element) {
        return HexFormat.of().formatHex(stored(accessor, element));
    }

    private byte[] stored(int index, int element) {
        JsonNode accessor = accessor(index);
        int component = switch (accessor.get("componentType").intValue()) {
            case 5120, 5121 -> 1;
            case 5122, 5123 -> 2;
            default -> 4;
        };
        String type = accessor.get("type").textValue();
        byte[] stored = new byte[component * (type.equals("SCALAR") ? 1 : type.charAt(3) - '0')];
        JsonNode view = json.get("bufferViews").get(accessor.get("bufferView").intValue());
        int stride = view.path("byteStride").asInt(stored.length);
        binary.get(
                view.path("byteOffset").asInt(0) + accessor.path("byteOffset").asInt(0) + element * stride, stored);
        return stored;
    }

    private JsonNode accessor(int index) {
        return json.get("accessors").get(index);
    }
}
