// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import java.lang.foreign.MemorySegment;

/**
 * Decodes what EXT_meshopt_compression and KHR_meshopt_compression put into a buffer view, and says which library does.
 *
 * <p>The heap form of {@link VertexCodec}, {@link IndexCodec} and {@link VertexFilter}; those have the forms over native
 * memory. Data may come from anybody: a claim that the stream can't fulfil is refused before memory is taken for it.
 * Safe for any thread. All throw {@link MeshoptException}.
 */
public final class Meshopt {

    private Meshopt() {}

    /**
     * Require that the library is loaded and passed its self-test.
     *
     * @throws UnavailableMeshoptException when it is not; the message says what to do
     */
    public static void requireLibrary() {
        NativeLibrary.current().failure().ifPresent(failure -> {
            throw new UnavailableMeshoptException(String.valueOf(failure.getMessage()), failure);
        });
    }

    /** Return the library's name, such as {@code lwjgl-meshoptimizer 3.4.3}; {@code none} when it is not available. */
    public static String library() {
        return NativeLibrary.current().description();
    }

    /** Decode mode ATTRIBUTES: {@code count} vertices of {@code stride} bytes. */
    public static byte[] decodeVertexBuffer(byte[] data, int count, int stride) {
        MemorySegment source = MemorySegment.ofArray(data);
        byte[] decoded = allocate(VertexCodec.requireVertices(count, stride, source));
        VertexCodec.decodeVertexBuffer(MemorySegment.ofArray(decoded), count, stride, source);
        return decoded;
    }

    /** Decode mode TRIANGLES; the caller compares the indices with its vertex count. */
    public static byte[] decodeIndexBuffer(byte[] data, int count, int stride) {
        return decodeIndexBuffer(data, count, stride, Integer.MAX_VALUE);
    }

    /** Decode mode TRIANGLES: {@code count} indices of 2 or 4 bytes, each below {@code vertexCount}. */
    public static byte[] decodeIndexBuffer(byte[] data, int count, int stride, int vertexCount) {
        MemorySegment source = MemorySegment.ofArray(data);
        IndexCodec.requireIndices(count, stride, count / 3, source);
        byte[] decoded = allocate((long) count * stride);
        IndexCodec.decodeIndexBuffer(MemorySegment.ofArray(decoded), count, stride, source, vertexCount);
        return decoded;
    }

    /** Decode mode INDICES; the caller compares the indices with its vertex count. */
    public static byte[] decodeIndexSequence(byte[] data, int count, int stride) {
        return decodeIndexSequence(data, count, stride, Integer.MAX_VALUE);
    }

    /** Decode mode INDICES: {@code count} indices of 2 or 4 bytes, each below {@code vertexCount}. */
    public static byte[] decodeIndexSequence(byte[] data, int count, int stride, int vertexCount) {
        MemorySegment source = MemorySegment.ofArray(data);
        IndexCodec.requireIndices(count, stride, count, source);
        byte[] decoded = allocate((long) count * stride);
        IndexCodec.decodeIndexSequence(MemorySegment.ofArray(decoded), count, stride, source, vertexCount);
        return decoded;
    }

    /** Undo filter OCTAHEDRAL in place; stride 4 or 8. */
    public static void decodeFilterOct(byte[] decoded, int count, int stride) {
        VertexFilter.OCT.decode(MemorySegment.ofArray(decoded), count, stride);
    }

    /** Undo filter QUATERNION in place; stride 8. */
    public static void decodeFilterQuat(byte[] decoded, int count, int stride) {
        VertexFilter.QUAT.decode(MemorySegment.ofArray(decoded), count, stride);
    }

    /** Undo filter EXPONENTIAL in place; stride a multiple of 4. */
    public static void decodeFilterExp(byte[] decoded, int count, int stride) {
        VertexFilter.EXP.decode(MemorySegment.ofArray(decoded), count, stride);
    }

    /** Undo filter COLOR in place; stride 4 or 8. */
    public static void decodeFilterColor(byte[] decoded, int count, int stride) {
        VertexFilter.COLOR.decode(MemorySegment.ofArray(decoded), count, stride);
    }

    private static byte[] allocate(long bytes) {
        Checks.range("count * stride", bytes, 0, Checks.MAX_ARRAY);
        return new byte[(int) bytes];
    }
}
