// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.Components;
import com.avvyland.worker.gltf.StoredElements;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lists the vertices that a primitive goes through, strips and fans as the triangles they stand for. */
final class Corners {

    static final int TRIANGLES = 4;
    private static final int TRIANGLE_STRIP = 5;
    private static final int TRIANGLE_FAN = 6;
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private Corners() {}

    /** Return the mode that a primitive has afterwards. */
    static int mode(int mode) {
        return mode == TRIANGLE_STRIP || mode == TRIANGLE_FAN ? TRIANGLES : mode;
    }

    /** Return how many corners a primitive of so many indices has. */
    static long count(long indices, int mode) {
        return mode == TRIANGLE_STRIP || mode == TRIANGLE_FAN ? Math.max(0, indices - 2) * 3 : indices;
    }

    /**
     * List the corners.
     *
     * @param indices or null: the vertices in their order
     * @param componentType of the indices
     */
    static int[] list(@Nullable StoredElements indices, int componentType, int vertices, int mode) {
        int[] corners = indices == null ? counted(vertices) : read(indices, componentType);
        return switch (mode) {
            case TRIANGLES -> corners.length % 3 == 0 ? corners : Arrays.copyOf(corners, corners.length / 3 * 3);
            case TRIANGLE_STRIP -> strip(corners);
            case TRIANGLE_FAN -> fan(corners);
            default -> corners;
        };
    }

    private static int[] counted(int vertices) {
        int[] corners = new int[vertices];
        for (int i = 0; i < vertices; i++) {
            corners[i] = i;
        }
        return corners;
    }

    private static int[] read(StoredElements indices, int componentType) {
        int[] corners = new int[indices.count()];
        byte[] array = indices.array();
        int at = indices.offset();
        int stride = indices.stride();
        switch (componentType) {
            case Components.UNSIGNED_BYTE -> {
                for (int i = 0; i < corners.length; i++, at += stride) {
                    corners[i] = Byte.toUnsignedInt(array[at]);
                }
            }
            case Components.UNSIGNED_SHORT -> {
                for (int i = 0; i < corners.length; i++, at += stride) {
                    corners[i] = Short.toUnsignedInt((short) SHORTS.get(array, at));
                }
            }
            default -> {
                for (int i = 0; i < corners.length; i++, at += stride) {
                    corners[i] = (int) VertexBits.INTS.get(array, at);
                }
            }
        }
        return corners;
    }

    /** Specification, section 3.7.2.1: every second triangle is turned, so that all face the same way. */
    private static int[] strip(int[] strip) {
        int[] corners = new int[Math.max(0, strip.length - 2) * 3];
        for (int i = 0; i < strip.length - 2; i++) {
            corners[i * 3] = strip[i];
            corners[i * 3 + 1] = strip[i + 1 + i % 2];
            corners[i * 3 + 2] = strip[i + 2 - i % 2];
        }
        return corners;
    }

    private static int[] fan(int[] fan) {
        int[] corners = new int[Math.max(0, fan.length - 2) * 3];
        for (int i = 0; i < fan.length - 2; i++) {
            corners[i * 3] = fan[i + 1];
            corners[i * 3 + 1] = fan[i + 2];
            corners[i * 3 + 2] = fan[0];
        }
        return corners;
    }
}
