// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static com.avvyland.worker.mesh.meshopt.codec_h.meshopt_decodeIndexBuffer;
import static com.avvyland.worker.mesh.meshopt.codec_h.meshopt_decodeIndexSequence;
import static com.avvyland.worker.mesh.meshopt.codec_h.meshopt_encodeIndexBuffer;
import static com.avvyland.worker.mesh.meshopt.codec_h.meshopt_encodeIndexBufferBound;
import static com.avvyland.worker.mesh.meshopt.codec_h.meshopt_encodeIndexSequence;
import static com.avvyland.worker.mesh.meshopt.codec_h.meshopt_encodeIndexSequenceBound;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Encodes and decodes indices: triangle lists, and sequences of any topology; format version 1.
 *
 * <p>The codec of triangles may rotate the corners of one, never its winding, so what comes back is equal as triangles,
 * not as bytes. Segments may be heap arrays or native memory. Safe for any thread. All throw {@link MeshoptException}.
 */
public final class IndexCodec {

    private static final int INDEX_BYTES = Integer.BYTES;

    private IndexCodec() {}

    private interface Encoder {
        long run(MemorySegment buffer, long size, MemorySegment indices, long count);
    }

    private interface Decoder {
        int run(MemorySegment destination, long count, long indexSize, MemorySegment buffer, long size);
    }

    /**
     * Encode triangles; best after {@link Ordering#optimizeVertexCacheStrip} and a fetch order.
     *
     * @param indices unsigned 32-bit numbers below {@code vertexCount}
     */
    public static byte[] encodeIndexBuffer(MemorySegment indices, int vertexCount) {
        int count = Checks.triangleIndexCount("indices", indices);
        long bound = meshopt_encodeIndexBufferBound(count, vertexCount);
        return encode(
                indices,
                count,
                vertexCount,
                bound,
                (buffer, size, used, length) -> meshopt_encodeIndexBuffer(buffer, size, used, length));
    }

    /** Encode indices of any topology: lines, points, strips. */
    public static byte[] encodeIndexSequence(MemorySegment indices, int vertexCount) {
        int count = Checks.indexCount("indices", indices);
        long bound = meshopt_encodeIndexSequenceBound(count, vertexCount);
        return encode(
                indices,
                count,
                vertexCount,
                bound,
                (buffer, size, used, length) -> meshopt_encodeIndexSequence(buffer, size, used, length));
    }

    /**
     * Decode triangles.
     *
     * @param destination {@code count * indexSize} bytes; undefined after a failure where it is native
     * @param count indices, a multiple of 3
     * @param indexSize bytes an index, 2 or 4
     * @param data exactly one stream, from whomever
     * @param vertexCount every index that comes out is below it; else the stream is refused
     */
    public static void decodeIndexBuffer(
            MemorySegment destination, int count, int indexSize, MemorySegment data, int vertexCount) {
        if (count % 3 != 0) {
            throw MeshoptException.of("count", count + " indices", "a multiple of 3");
        }
        requireIndices(count, indexSize, count / 3, data);
        decode(
                destination,
                count,
                indexSize,
                data,
                vertexCount,
                (result, length, width, buffer, size) ->
                        meshopt_decodeIndexBuffer(result, length, width, buffer, size));
    }

    /** Decode a sequence; as {@link #decodeIndexBuffer}, with any count. */
    public static void decodeIndexSequence(
            MemorySegment destination, int count, int indexSize, MemorySegment data, int vertexCount) {
        requireIndices(count, indexSize, count, data);
        decode(
                destination,
                count,
                indexSize,
                data,
                vertexCount,
                (result, length, width, buffer, size) ->
                        meshopt_decodeIndexSequence(result, length, width, buffer, size));
    }

    /** Require a plausible stream before anybody takes memory for what it claims: it has a byte for each code. */
    static void requireIndices(int count, int indexSize, int codes, MemorySegment data) {
        Checks.range("count", count, 0, Checks.MAX_INDICES);
        if (indexSize != 2 && indexSize != 4) {
            throw MeshoptException.of("stride", indexSize, "2 or 4");
        }
        Checks.atLeast("data", data, 1L + codes);
    }

    private static byte[] encode(MemorySegment indices, int count, int vertexCount, long bound, Encoder encoder) {
        Checks.range("vertexCount", vertexCount, 0, Checks.MAX_VERTICES);
        try (Staging staging = new Staging()) {
            MemorySegment used = staging.read("indices", indices, (long) count * INDEX_BYTES, INDEX_BYTES);
            Checks.below("indices", used, count, vertexCount);
            return encoded(staging.arena(), bound, buffer -> encoder.run(buffer, bound, used, count));
        }
    }

    interface Fill {
        long run(MemorySegment buffer);
    }

    /** Encode into a buffer of the largest size that can be needed, and copy what was. */
    static byte[] encoded(Arena arena, long bound, Fill fill) {
        MemorySegment buffer = arena.allocate(bound, 16);
        long size = fill.run(buffer);
        if (size <= 0 || size > Math.min(bound, Checks.MAX_ARRAY)) {
            throw MeshoptException.of("encoded", size + " bytes", "1 to " + Math.min(bound, Checks.MAX_ARRAY));
        }
        return buffer.asSlice(0, size).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    }

    private static void decode(
            MemorySegment destination, int count, int indexSize, MemorySegment data, int vertexCount, Decoder decoder) {
        Checks.range("vertexCount", vertexCount, 0, Integer.MAX_VALUE);
        try (Staging staging = new Staging()) {
            MemorySegment buffer = staging.read("data", data, data.byteSize(), 1);
            MemorySegment result = staging.write("destination", destination, (long) count * indexSize, indexSize);
            requireDecoded(decoder.run(result, count, indexSize, buffer, buffer.byteSize()));
            if (indexSize == 4) {
                Checks.below("decoded", result, count, vertexCount);
            } else {
                Checks.shortsBelow("decoded", result, count, vertexCount);
            }
            staging.commit();
        }
    }

    static void requireDecoded(int result) {
        if (result != 0) {
            String reason = switch (result) {
                case -1 -> "unknown header";
                case -2 -> "ends too early, or is not one";
                case -3 -> "has bytes left over";
                default -> "code " + result;
            };
            throw MeshoptException.of("data", reason, "a meshopt stream of this count and stride");
        }
    }
}
