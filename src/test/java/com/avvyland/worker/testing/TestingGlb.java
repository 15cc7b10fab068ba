// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Builds a glTF asset by hand: accessors and images go into one binary buffer, the rest is plain JSON that a test may
 * bend as it likes before the file is written. Same calls, same bytes.
 */
public final class TestingGlb {

    public static final int ARRAY_BUFFER = 34_962;
    public static final int ELEMENT_ARRAY_BUFFER = 34_963;
    private static final int FLOAT = 5126;
    private static final int UNSIGNED_SHORT = 5123;
    private static final int UNSIGNED_INT = 5125;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode root = JSON.createObjectNode();
    private final ByteArrayOutputStream bin = new ByteArrayOutputStream();

    /** Start an asset that has a version and nothing else. */
    public TestingGlb() {
        root.putObject("asset").put("version", "2.0").put("generator", "avvy-worker");
    }

    /** Return the JSON, to be changed. */
    public ObjectNode root() {
        return root;
    }

    /** Append an object to a top-level array. */
    public ObjectNode add(String array) {
        return root.withArray("/" + array).addObject();
    }

    /** Return how many objects a top-level array has. */
    public int count(String array) {
        return root.path(array).size();
    }

    /** Add a buffer view over these bytes; a target of 0 leaves it out. */
    public int view(byte[] data, int target) {
        while (bin.size() % 4 != 0) {
            bin.write(0);
        }
        ObjectNode view = add("bufferViews")
                .put("buffer", 0)
                .put("byteOffset", bin.size())
                .put("byteLength", data.length);
        if (target != 0) {
            view.put("target", target);
        }
        bin.writeBytes(data);
        return count("bufferViews") - 1;
    }

    /** Add a float accessor of {@code width} components (1 to 4), with its bounds. */
    public int floats(int width, float... values) {
        var data = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        int view = view(data.array(), ARRAY_BUFFER);
        ObjectNode accessor = add("accessors")
                .put("bufferView", view)
                .put("componentType", FLOAT)
                .put("count", values.length / width)
                .put("type", width == 1 ? "SCALAR" : "VEC" + width);
        ArrayNode min = accessor.putArray("min");
        ArrayNode max = accessor.putArray("max");
        for (int c = 0; c < width; c++) {
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (int i = c; i < values.length; i += width) {
                low = Math.min(low, values[i]);
                high = Math.max(high, values[i]);
            }
            min.add(low);
            max.add(high);
        }
        return count("accessors") - 1;
    }

    /** Add an index accessor, as small as the indices allow. */
    public int indices(int... values) {
        boolean wide = Arrays.stream(values).max().orElse(0) >= 65_535;
        var data = ByteBuffer.allocate(values.length * (wide ? 4 : 2)).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            if (wide) {
                data.putInt(value);
            } else {
                data.putShort((short) value);
            }
        }
        add("accessors")
                .put("bufferView", view(data.array(), ELEMENT_ARRAY_BUFFER))
                .put("componentType", wide ? UNSIGNED_INT : UNSIGNED_SHORT)
                .put("count", values.length)
                .put("type", "SCALAR");
        return count("accessors") - 1;
    }

    /** Add an embedded picture and a texture that shows it; return the texture. */
    public int texture(String name, String mimeType, byte[] picture) {
        add("images").put("name", name).put("mimeType", mimeType).put("bufferView", view(picture, 0));
        add("textures").put("source", count("images") - 1);
        return count("textures") - 1;
    }

    /** Add a mesh of one primitive; an index of -1 leaves that part out. */
    public int mesh(String name, int positions, int indices, int material) {
        ObjectNode mesh = add("meshes").put("name", name);
        ObjectNode primitive = mesh.putArray("primitives").addObject();
        primitive.putObject("attributes").put("POSITION", positions);
        if (indices >= 0) {
            primitive.put("indices", indices);
        }
        if (material >= 0) {
            primitive.put("material", material);
        }
        return count("meshes") - 1;
    }

    /** Add the default scene, with these root nodes. */
    public void scene(String name, int... nodes) {
        ArrayNode roots = add("scenes").put("name", name).putArray("nodes");
        Arrays.stream(nodes).forEach(roots::add);
        root.put("scene", count("scenes") - 1);
    }

    /** Write the JSON alone, without declaring the buffer. */
    public byte[] json() {
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Return the binary part, padded to a multiple of 4. */
    public byte[] binary() {
        while (bin.size() % 4 != 0) {
            bin.write(0);
        }
        return bin.toByteArray();
    }

    /** Write a GLB container. */
    public byte[] glb() {
        byte[] binary = binary();
        if (bin.size() > 0 && !root.has("buffers")) {
            add("buffers").put("byteLength", binary.length);
        }
        return glb(json(), binary);
    }

    /** Write a {@code .gltf} with its buffer as a data URI. */
    public byte[] gltf() {
        byte[] binary = binary();
        if (binary.length > 0 && !root.has("buffers")) {
            add("buffers")
                    .put("byteLength", binary.length)
                    .put(
                            "uri",
                            "data:application/octet-stream;base64,"
                                    + Base64.getEncoder().encodeToString(binary));
        }
        return json();
    }

    /** Put JSON and binary together; an empty binary part is left out. */
    public static byte[] glb(byte[] json, byte[] binary) {
        int jsonSize = (json.length + 3) & ~3;
        int size = 12 + 8 + jsonSize + (binary.length == 0 ? 0 : 8 + binary.length);
        var out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.put("glTF".getBytes(StandardCharsets.US_ASCII)).putInt(2).putInt(size);
        out.putInt(jsonSize).putInt(0x4e4f534a).put(json);
        while (out.position() < 20 + jsonSize) {
            out.put((byte) ' ');
        }
        if (binary.length > 0) {
            out.putInt(binary.length).putInt(0x004e4942).put(binary);
        }
        return out.array();
    }
}
