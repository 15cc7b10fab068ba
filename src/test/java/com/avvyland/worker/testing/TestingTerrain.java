// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import static com.avvyland.worker.testing.TestingGlb.ARRAY_BUFFER;
import static com.avvyland.worker.testing.TestingGlb.ELEMENT_ARRAY_BUFFER;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntUnaryOperator;

/**
 * Makes a GLB of one large mesh: hills over a square grid with normals and texture coordinates, 32 bytes a vertex and 24
 * bytes of indices a square. Same side, same bytes.
 */
public final class TestingTerrain {

    private static final int FLOAT = 5126;
    private static final int UNSIGNED_INT = 5125;

    private TestingTerrain() {}

    /** Write {@code OUT SIDE}: a grid of SIDE x SIDE vertices; 1450 gives 4.2 million triangles. */
    public static void main(String... args) throws Exception {
        Files.write(Path.of(args[0]), glb(Integer.parseInt(args[1])));
    }

    /** Return the GLB of a grid of {@code side} x {@code side} vertices. */
    public static byte[] glb(int side) {
        var glb = new TestingGlb();
        int vertices = side * side;
        int positions = accessor(glb, words(vertices * 3, i -> position(i, side)), ARRAY_BUFFER, "VEC3", vertices);
        bounds(glb, positions, side);
        int normals = accessor(glb, words(vertices * 3, i -> normal(i, side)), ARRAY_BUFFER, "VEC3", vertices);
        int coordinates = accessor(glb, words(vertices * 2, i -> coordinate(i, side)), ARRAY_BUFFER, "VEC2", vertices);
        int corners = (side - 1) * (side - 1) * 6;
        int indices = accessor(glb, words(corners, i -> corner(i, side)), ELEMENT_ARRAY_BUFFER, "SCALAR", corners);
        int material = glb.count("materials");
        glb.add("materials").putObject("pbrMetallicRoughness").put("metallicFactor", 0.1f);
        glb.mesh("Terrain", positions, indices, material);
        ((ObjectNode) glb.root().at("/meshes/0/primitives/0/attributes"))
                .put("NORMAL", normals)
                .put("TEXCOORD_0", coordinates);
        glb.add("nodes").put("mesh", 0);
        glb.scene("Scene", 0);
        return glb.glb();
    }

    private static float height(int x, int z, int side) {
        double u = 20.0 * x / side;
        double v = 20.0 * z / side;
        return (float) (3 * StrictMath.sin(u) * StrictMath.cos(v)
                + StrictMath.sin(3.1 * u + 1.7 * v)
                + 0.02 * StrictMath.sin(97 * u) * StrictMath.sin(89 * v));
    }

    private static int position(int i, int side) {
        int x = i / 3 % side;
        int z = i / 3 / side;
        float value = switch (i % 3) {
            case 0 -> 20f * x / side;
            case 1 -> height(x, z, side);
            default -> 20f * z / side;
        };
        return Float.floatToRawIntBits(value);
    }

    private static int normal(int i, int side) {
        int x = i / 3 % side;
        int z = i / 3 / side;
        double step = 20.0 / side;
        double dx = (height(x + 1, z, side) - height(x - 1, z, side)) / (2 * step);
        double dz = (height(x, z + 1, side) - height(x, z - 1, side)) / (2 * step);
        double length = StrictMath.sqrt(dx * dx + dz * dz + 1);
        double value = switch (i % 3) {
            case 0 -> -dx;
            case 1 -> 1;
            default -> -dz;
        };
        return Float.floatToRawIntBits((float) (value / length));
    }

    private static int coordinate(int i, int side) {
        int along = i % 2 == 0 ? i / 2 % side : i / 2 / side;
        return Float.floatToRawIntBits((float) along / (side - 1));
    }

    /** Two triangles a square, in rows: (0, below, right), (right, below, across). */
    private static int corner(int i, int side) {
        int square = i / 6;
        int first = square / (side - 1) * side + square % (side - 1);
        return switch (i % 6) {
            case 0 -> first;
            case 1, 4 -> first + side;
            case 2, 3 -> first + 1;
            default -> first + side + 1;
        };
    }

    private static void bounds(TestingGlb glb, int accessor, int side) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < side * side; i++) {
            float y = height(i % side, i / side, side);
            low = Math.min(low, y);
            high = Math.max(high, y);
        }
        ObjectNode node = (ObjectNode) glb.root().path("accessors").path(accessor);
        node.putArray("min").add(0f).add(low).add(0f);
        float edge = 20f * (side - 1) / side;
        node.putArray("max").add(edge).add(high).add(edge);
    }

    private static int accessor(TestingGlb glb, byte[] data, int target, String type, int count) {
        glb.add("accessors")
                .put("bufferView", glb.view(data, target))
                .put("componentType", target == ARRAY_BUFFER ? FLOAT : UNSIGNED_INT)
                .put("count", count)
                .put("type", type);
        return glb.count("accessors") - 1;
    }

    private static byte[] words(int count, IntUnaryOperator value) {
        ByteBuffer data = ByteBuffer.allocate(count * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            data.putInt(i * 4, value.applyAsInt(i));
        }
        return data.array();
    }
}
