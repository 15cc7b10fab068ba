// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import java.lang.foreign.MemorySegment;

/**
 * Holds one vertex attribute: {@code count} elements of {@code size} bytes, {@code stride} bytes from one to the next.
 *
 * <p>The data may be a heap array ({@code MemorySegment.ofArray}), which is copied for the call, or native memory, which
 * is read in place.
 *
 * @param data at least {@code (count - 1) * stride + size} bytes
 * @param count 0 to 100,000,000
 * @param size bytes, 1 to 256
 * @param stride bytes, {@code size} to 256
 */
public record VertexStream(MemorySegment data, int count, int size, int stride) {

    /** What meshoptimizer asserts; no glTF attribute comes near it. */
    static final int MAX_SIZE = 256;

    public VertexStream {
        Checks.range("count", count, 0, Checks.MAX_VERTICES);
        Checks.range("size", size, 1, MAX_SIZE);
        Checks.range("stride", stride, size, MAX_SIZE);
        Checks.atLeast("data", data, length(count, size, stride));
    }

    /** Create a stream without gaps. */
    public static VertexStream of(MemorySegment data, int count, int size) {
        return new VertexStream(data, count, size, size);
    }

    /** Create a stream of {@code components} floats an element, without gaps. */
    public static VertexStream ofFloats(float[] data, int components) {
        Checks.range("components", components, 1, MAX_SIZE / Float.BYTES);
        if (data.length % components != 0) {
            throw MeshoptException.of("data", data.length, "a multiple of " + components);
        }
        return of(MemorySegment.ofArray(data), data.length / components, components * Float.BYTES);
    }

    /** Return the bytes from the first element to the end of the last. */
    long length() {
        return length(count, size, stride);
    }

    private static long length(int count, int size, int stride) {
        return count == 0 ? 0 : Math.multiplyExact(count - 1L, (long) stride) + size;
    }

    boolean isTight() {
        return size == stride;
    }
}
