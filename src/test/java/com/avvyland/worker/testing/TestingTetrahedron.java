// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Writes one tetrahedron in the formats that other programs use: a corner at the origin, 4 along x, 3 along y, 2 along z.
 *
 * <p>No two of its edges are as long, so a turned, mirrored or swapped one is another.
 */
public final class TestingTetrahedron {

    public static final double[][] POINTS = {{0, 0, 0}, {4, 0, 0}, {0, 3, 0}, {0, 0, 2}};

    /** Seen from outside, each is counterclockwise. */
    public static final int[][] FACES = {{0, 2, 1}, {0, 1, 3}, {0, 3, 2}, {1, 2, 3}};

    private TestingTetrahedron() {}

    /** An OBJ with a face a line, between other lines. */
    public static byte[] obj(String head, String beforeFaces) {
        var out = new StringBuilder("# a tetrahedron\n").append(head).append("o Tetrahedron\n");
        for (double[] point : POINTS) {
            out.append("v %s %s %s\n".formatted(point[0], point[1], point[2]));
        }
        out.append(beforeFaces);
        for (int[] face : FACES) {
            out.append("f %d %d %d\n".formatted(face[0] + 1, face[1] + 1, face[2] + 1));
        }
        return bytes(out.toString());
    }

    public static byte[] obj() {
        return obj("", "");
    }

    public static byte[] stl() {
        ByteBuffer out = ByteBuffer.allocate(84 + 50 * FACES.length).order(ByteOrder.LITTLE_ENDIAN);
        out.position(80);
        out.putInt(FACES.length);
        for (int[] face : FACES) {
            // Normals of zero, as many writers leave them.
            out.putFloat(0).putFloat(0).putFloat(0);
            for (int corner : face) {
                for (double value : POINTS[corner]) {
                    out.putFloat((float) value);
                }
            }
            out.putShort((short) 0);
        }
        return out.array();
    }

    public static byte[] asciiStl() {
        var out = new StringBuilder("solid tetrahedron\n");
        for (int[] face : FACES) {
            out.append("  facet normal 0 0 0\n    outer loop\n");
            for (int corner : face) {
                double[] point = POINTS[corner];
                out.append(String.format(Locale.ROOT, "      vertex %e %e %e\n", point[0], point[1], point[2]));
            }
            out.append("    endloop\n  endfacet\n");
        }
        return bytes(out.append("endsolid tetrahedron\n").toString());
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
