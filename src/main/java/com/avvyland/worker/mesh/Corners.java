// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.Components;
import com.avvyland.worker.gltf.StoredElements;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the vertices of a primitive, strips and fans as the triangles they stand for. They are read in runs from
 * where they are stored: a list of them would be larger than the vertices.
 */
sealed interface Corners {

    int TRIANGLES = 4;
    int TRIANGLE_STRIP = 5;
    int TRIANGLE_FAN = 6;

    /** A multiple of 6, for whole lines and triangles; small enough for the nearest cache. */
    int RUN = 6 << 10;

    /** Return the mode that a primitive has afterwards. */
    static int mode(int mode) {
        return mode == TRIANGLE_STRIP || mode == TRIANGLE_FAN ? TRIANGLES : mode;
    }

    /** Return how many corners a primitive of so many indices has. */
    static long count(long indices, int mode) {
        return mode == TRIANGLE_STRIP || mode == TRIANGLE_FAN ? Math.max(0, indices - 2) * 3 : indices;
    }

    /**
     * Return the corners of a primitive.
     *
     * @param indices or null: the vertices in their order
     * @param componentType of the indices
     */
    static Corners of(@Nullable StoredElements indices, int componentType, int vertices, int mode) {
        int count = indices == null ? vertices : indices.count();
        int whole = mode == TRIANGLES ? count / 3 * 3 : count;
        Corners corners = indices == null ? new Counted(whole) : new Stored(indices, componentType, whole);
        return switch (mode) {
            case TRIANGLE_STRIP -> new Strip(corners);
            case TRIANGLE_FAN -> new Fan(corners);
            default -> corners;
        };
    }

    /** Return how many there are. */
    int count();

    /**
     * Read the next corners.
     *
     * @param from of the first, at most {@link #count}; of triangles a multiple of 3
     * @param run gets as many as there are left, or as it holds; of triangles a multiple of 3
     * @return how many were read
     */
    int read(int from, int[] run);

    /** Return an array for runs of so many corners. */
    static int[] run(int corners) {
        return new int[Math.min(RUN, (corners + 5) / 6 * 6)];
    }

    /** Counts: there are no indices. */
    record Counted(int count) implements Corners {

        @Override
        public int read(int from, int[] run) {
            int some = Math.min(run.length, count - from);
            for (int i = 0; i < some; i++) {
                run[i] = from + i;
            }
            return some;
        }
    }

    /** Reads the accessor of the indices. */
    record Stored(StoredElements indices, int componentType, int count) implements Corners {

        private static final VarHandle SHORTS =
                MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

        @Override
        public int read(int from, int[] run) {
            int some = Math.min(run.length, count - from);
            byte[] array = indices.array();
            int at = indices.at(from);
            int stride = indices.stride();
            switch (componentType) {
                case Components.UNSIGNED_BYTE -> {
                    for (int i = 0; i < some; i++) {
                        run[i] = Byte.toUnsignedInt(array[at + i * stride]);
                    }
                }
                case Components.UNSIGNED_SHORT -> {
                    for (int i = 0; i < some; i++) {
                        run[i] = Short.toUnsignedInt((short) SHORTS.get(array, at + i * stride));
                    }
                }
                default -> {
                    if (indices.isTight()) {
                        ByteBuffer tight = ByteBuffer.wrap(array, at, some * Integer.BYTES);
                        tight.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(run, 0, some);
                        return some;
                    }
                    for (int i = 0; i < some; i++) {
                        run[i] = (int) VertexBits.INTS.get(array, at + i * stride);
                    }
                }
            }
            return some;
        }
    }

    /** Turns every second triangle, so that all face the same way: specification, section 3.7.2.1. */
    record Strip(Corners strip) implements Corners {

        @Override
        public int count() {
            return (int) Corners.count(strip.count(), TRIANGLE_STRIP);
        }

        @Override
        public int read(int from, int[] run) {
            int first = from / 3;
            int triangles = Math.min(run.length, count() - from) / 3;
            int[] corners = new int[triangles + 2];
            strip.read(first, corners);
            for (int i = 0; i < triangles; i++) {
                int turned = (first + i) % 2;
                run[i * 3] = corners[i];
                run[i * 3 + 1] = corners[i + 1 + turned];
                run[i * 3 + 2] = corners[i + 2 - turned];
            }
            return triangles * 3;
        }
    }

    /** Closes each triangle with the first corner of all. */
    record Fan(Corners fan) implements Corners {

        @Override
        public int count() {
            return (int) Corners.count(fan.count(), TRIANGLE_FAN);
        }

        @Override
        public int read(int from, int[] run) {
            int first = from / 3;
            int triangles = Math.min(run.length, count() - from) / 3;
            int[] hub = new int[1];
            int[] rim = new int[triangles + 1];
            if (triangles > 0) {
                fan.read(0, hub);
                fan.read(first + 1, rim);
            }
            for (int i = 0; i < triangles; i++) {
                run[i * 3] = rim[i];
                run[i * 3 + 1] = rim[i + 1];
                run[i * 3 + 2] = hub[0];
            }
            return triangles * 3;
        }
    }

    /** Holds the corners. */
    @SuppressWarnings("ArrayRecordComponent") // millions of numbers, none of them boxed
    record Listed(int[] corners) implements Corners {

        @Override
        public int count() {
            return corners.length;
        }

        @Override
        public int read(int from, int[] run) {
            int some = Math.min(run.length, corners.length - from);
            System.arraycopy(corners, from, run, 0, some);
            return some;
        }
    }

    /** Gives each corner the number of its vertex. */
    @SuppressWarnings("ArrayRecordComponent") // millions of numbers, none of them boxed
    record Numbered(Corners corners, int[] numbers) implements Corners {

        @Override
        public int count() {
            return corners.count();
        }

        @Override
        public int read(int from, int[] run) {
            int some = corners.read(from, run);
            for (int i = 0; i < some; i++) {
                run[i] = numbers[run[i]];
            }
            return some;
        }
    }
}
