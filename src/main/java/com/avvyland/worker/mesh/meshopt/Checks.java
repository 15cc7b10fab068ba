// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/**
 * Checks what native code takes on trust.
 *
 * <p>The limits are the asserts of meshoptimizer 1.2, which its release builds leave out. The two scans are loops that
 * the JIT vectorises (38 GB/s for indices, 42 GB/s for floats; one core of a Zen 5).
 */
final class Checks {

    /** docs/view.cddl has the same limit; the simplifier's own is 2^28. */
    static final int MAX_VERTICES = 100_000_000;

    /** A failed allocation in native code ends the process: three indices for each of 200 M triangles are 2.4 GB. */
    static final int MAX_INDICES = 600_000_000;

    /** What every JVM can allocate as one array. */
    static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private static final int EXPONENT = 0x7f80_0000;

    /** Floats in one loop with an int counter, which is what gets vectorised. */
    private static final int RUN = 1 << 28;

    private Checks() {}

    static void range(String name, long value, long from, long to) {
        if (value < from || value > to) {
            throw MeshoptException.of(name, value, from + " to " + to);
        }
    }

    static void atLeast(String name, MemorySegment segment, long bytes) {
        if (segment.byteSize() < bytes) {
            throw MeshoptException.of(name, segment.byteSize() + " bytes", "at least " + bytes);
        }
    }

    /** Return how many 32-bit indices a segment has. */
    static int indexCount(String name, MemorySegment indices) {
        if (indices.byteSize() % Integer.BYTES != 0) {
            throw MeshoptException.of(name, indices.byteSize() + " bytes", "a multiple of 4");
        }
        long count = indices.byteSize() / Integer.BYTES;
        range(name, count, 0, MAX_INDICES);
        return (int) count;
    }

    /** Return how many 32-bit indices a segment of triangles has. */
    static int triangleIndexCount(String name, MemorySegment indices) {
        int count = indexCount(name, indices);
        if (count % 3 != 0) {
            throw MeshoptException.of(name, count + " indices", "a multiple of 3");
        }
        return count;
    }

    /** Require that the first {@code count} unsigned 32-bit numbers are below a limit. */
    static void below(String name, MemorySegment indices, int count, int limit) {
        int max = Integer.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            // Unsigned order, so that 0xffffffff is the largest.
            max = Math.max(max, indices.getAtIndex(JAVA_INT, i) ^ Integer.MIN_VALUE);
        }
        requireBelow(name, count, Integer.toUnsignedLong(max ^ Integer.MIN_VALUE), limit);
    }

    static void shortsBelow(String name, MemorySegment indices, int count, int limit) {
        int max = 0;
        for (int i = 0; i < count; i++) {
            max = Math.max(max, indices.getAtIndex(JAVA_SHORT, i) & 0xffff);
        }
        requireBelow(name, count, max, limit);
    }

    private static void requireBelow(String name, int count, long max, int limit) {
        if (count > 0 && max >= limit) {
            throw MeshoptException.of(name, "index " + max, "less than " + limit);
        }
    }

    /** Require that a remap table goes to fewer than {@code limit} vertices; 0xffffffff says that one is dropped. */
    static void remapBelow(String name, MemorySegment remap, int count, int limit) {
        int max = Integer.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            // Adding one makes 0xffffffff the smallest.
            max = Math.max(max, remap.getAtIndex(JAVA_INT, i) + 1 ^ Integer.MIN_VALUE);
        }
        long largest = Integer.toUnsignedLong(max ^ Integer.MIN_VALUE) - 1;
        requireBelow(name, count, largest, limit);
    }

    /** Require that every float of a run is finite. */
    static void finite(String name, MemorySegment floats, long count) {
        int max = 0;
        for (long from = 0; from < count; from += RUN) {
            MemorySegment run = floats.asSlice(from * Float.BYTES);
            int length = (int) Math.min(count - from, RUN);
            for (int i = 0; i < length; i++) {
                max = Math.max(max, run.getAtIndex(JAVA_INT, i) & EXPONENT);
            }
        }
        if (max == EXPONENT) {
            throw MeshoptException.of(name, "NaN or an infinity", "finite numbers");
        }
    }

    /** Require that every float of a run is from 0 to 1. */
    static void unit(String name, MemorySegment floats, long count) {
        for (long i = 0; i < count; i++) {
            float value = floats.getAtIndex(JAVA_FLOAT, i);
            if (!(value >= 0 && value <= 1)) {
                throw MeshoptException.of(name, value, "0 to 1");
            }
        }
    }

    static void finite(String name, float value, float from) {
        if (!(value >= from && value <= Float.MAX_VALUE)) {
            throw MeshoptException.of(name, value, "a finite number from " + from);
        }
    }

    /** Require that the first {@code components} floats of every vertex are finite. */
    static void finite(String name, MemorySegment data, VertexStream stream, int components) {
        if (stream.isTight() && stream.size() == components * Float.BYTES) {
            finite(name, data, (long) stream.count() * components);
            return;
        }
        for (long i = 0; i < stream.count(); i++) {
            for (int component = 0; component < components; component++) {
                float value = data.get(JAVA_FLOAT, i * stream.stride() + component * (long) Float.BYTES);
                if (!Float.isFinite(value)) {
                    throw MeshoptException.of(name, value, "finite numbers");
                }
            }
        }
    }

    /** Require a stream of floats, of which the first {@code components} are read. */
    static void floats(String name, VertexStream stream, int components) {
        if (stream.size() < components * Float.BYTES) {
            throw MeshoptException.of(name + ".size", stream.size(), "at least " + components * Float.BYTES);
        }
        if (stream.stride() % Float.BYTES != 0) {
            throw MeshoptException.of(name + ".stride", stream.stride(), "a multiple of 4");
        }
    }
}
