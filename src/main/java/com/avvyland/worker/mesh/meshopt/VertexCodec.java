// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static com.avvyland.worker.mesh.meshopt.codec_h.meshopt_decodeVertexBuffer;
import static com.avvyland.worker.mesh.meshopt.codec_h.meshopt_encodeVertexBufferBound;
import static com.avvyland.worker.mesh.meshopt.codec_h.meshopt_encodeVertexBufferLevel;

import java.lang.foreign.MemorySegment;

/**
 * Encodes and decodes vertex attributes without loss.
 *
 * <p>Segments may be heap arrays or native memory. Safe for any thread. All throw {@link MeshoptException}.
 */
public final class VertexCodec {

    /**
     * How often a byte of a stream can come out at most. A block holds up to 256 vertices, and version 1 needs at least
     * one control byte for four bytes of each: 4 * 256.
     */
    private static final long MAX_RATIO = 1024;

    private VertexCodec() {}

    /** Names the formats; each call says its own, so that threads don't meet in a global. */
    public enum Version {
        /** What EXT_meshopt_compression allows. */
        V0,
        /** Smaller; what KHR_meshopt_compression adds. */
        V1
    }

    /**
     * Encode vertices.
     *
     * @param vertices without gaps; the size a multiple of 4
     * @param level 0 (fast) to 3 (small); without effect in version 0
     */
    public static byte[] encodeVertexBuffer(VertexStream vertices, int level, Version version) {
        if (!vertices.isTight()) {
            throw MeshoptException.of("stride", vertices.stride(), "size " + vertices.size());
        }
        requireStride(vertices.size());
        Checks.range("level", level, 0, 3);
        long bound = meshopt_encodeVertexBufferBound(vertices.count(), vertices.size());
        try (Staging staging = new Staging()) {
            MemorySegment data = staging.read("vertices", vertices.data(), vertices.length(), 1);
            return IndexCodec.encoded(
                    staging.arena(),
                    bound,
                    buffer -> meshopt_encodeVertexBufferLevel(
                            buffer, bound, data, vertices.count(), vertices.size(), level, version.ordinal()));
        }
    }

    /**
     * Decode vertices of either version.
     *
     * @param destination {@code count * stride} bytes; undefined after a failure where it is native
     * @param stride bytes a vertex, a multiple of 4, at most 256
     * @param data exactly one stream, from whomever
     */
    public static void decodeVertexBuffer(MemorySegment destination, int count, int stride, MemorySegment data) {
        long bytes = requireVertices(count, stride, data);
        try (Staging staging = new Staging()) {
            MemorySegment buffer = staging.read("data", data, data.byteSize(), 1);
            MemorySegment result = staging.write("destination", destination, bytes, 1);
            IndexCodec.requireDecoded(meshopt_decodeVertexBuffer(result, count, stride, buffer, buffer.byteSize()));
            staging.commit();
        }
    }

    /** Require a plausible stream before anybody takes memory for what it claims, and return how much that is. */
    static long requireVertices(int count, int stride, MemorySegment data) {
        Checks.range("count", count, 0, Checks.MAX_VERTICES);
        requireStride(stride);
        long bytes = Math.multiplyExact((long) count, (long) stride);
        if (bytes > data.byteSize() * MAX_RATIO) {
            throw MeshoptException.of(
                    "data", data.byteSize() + " bytes", "at least " + (bytes + MAX_RATIO - 1) / MAX_RATIO);
        }
        return bytes;
    }

    private static void requireStride(int stride) {
        Checks.range("stride", stride, 4, VertexStream.MAX_SIZE);
        if (stride % 4 != 0) {
            throw MeshoptException.of("stride", stride, "a multiple of 4");
        }
    }
}
