// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static com.avvyland.worker.mesh.meshopt.indexing_h.meshopt_generateVertexRemap;
import static com.avvyland.worker.mesh.meshopt.indexing_h.meshopt_generateVertexRemapMulti;
import static com.avvyland.worker.mesh.meshopt.indexing_h.meshopt_remapIndexBuffer;
import static com.avvyland.worker.mesh.meshopt.indexing_h.meshopt_remapVertexBuffer;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Welds vertices that are equal bit by bit, and applies tables that say where each vertex goes.
 *
 * <p>Indices and tables are unsigned 32-bit numbers. Segments may be heap arrays or native memory; a destination must
 * not overlap another argument. Safe for any thread. All throw {@link MeshoptException} before native code runs.
 */
public final class Reindexing {

    /** What meshoptimizer asserts. */
    public static final int MAX_STREAMS = 16;

    private static final int INDEX_BYTES = Integer.BYTES;

    private Reindexing() {}

    /**
     * Find the unique vertices of one stream.
     *
     * @param destination the table: {@code count} entries; 0xffffffff for a vertex that no index names
     * @param indices null: every vertex is used once, in order
     * @param vertices without gaps; all bytes are compared
     * @return how many vertices are left, in the order of their first use
     */
    public static int generateVertexRemap(
            MemorySegment destination, @Nullable MemorySegment indices, VertexStream vertices) {
        if (!vertices.isTight()) {
            throw MeshoptException.of("stride", vertices.stride(), "size " + vertices.size());
        }
        try (Staging staging = new Staging()) {
            int indexCount = indices == null ? vertices.count() : Checks.indexCount("indices", indices);
            MemorySegment used = indices(staging, indices, indexCount, vertices.count());
            MemorySegment data = staging.read("vertices", vertices.data(), vertices.length(), 1);
            MemorySegment table =
                    staging.write("destination", destination, (long) vertices.count() * INDEX_BYTES, INDEX_BYTES);
            long unique = meshopt_generateVertexRemap(table, used, indexCount, data, vertices.count(), vertices.size());
            staging.commit();
            return (int) unique;
        }
    }

    /**
     * Find the unique vertices over several streams: two are equal when they are in all.
     *
     * @param destination the table: an entry a vertex; 0xffffffff for a vertex that no index names
     * @param indices null: every vertex is used once, in order
     * @param streams 1 to 16, all of one count; bytes between {@code size} and {@code stride} are not compared
     * @return how many vertices are left, in the order of their first use
     */
    public static int generateVertexRemapMulti(
            MemorySegment destination, @Nullable MemorySegment indices, List<VertexStream> streams) {
        Checks.range("streams", streams.size(), 1, MAX_STREAMS);
        int count = streams.getFirst().count();
        try (Staging staging = new Staging()) {
            int indexCount = indices == null ? count : Checks.indexCount("indices", indices);
            MemorySegment used = indices(staging, indices, indexCount, count);
            MemorySegment structs = meshopt_Stream.allocateArray(streams.size(), staging.arena());
            for (int i = 0; i < streams.size(); i++) {
                VertexStream stream = streams.get(i);
                if (stream.count() != count) {
                    throw MeshoptException.of("streams[" + i + "].count", stream.count(), String.valueOf(count));
                }
                MemorySegment data = staging.read("streams[" + i + "]", stream.data(), stream.length(), 1);
                meshopt_Stream.set(structs, i, data, stream.size(), stream.stride());
            }
            MemorySegment table = staging.write("destination", destination, (long) count * INDEX_BYTES, INDEX_BYTES);
            long unique = meshopt_generateVertexRemapMulti(table, used, indexCount, count, structs, streams.size());
            staging.commit();
            return (int) unique;
        }
    }

    /**
     * Send every index through a table.
     *
     * @param destination as many entries as {@code indices}, or as {@code remap} where those are null
     * @param remap one entry a vertex; none that an index names may be 0xffffffff
     */
    public static void remapIndexBuffer(
            MemorySegment destination, @Nullable MemorySegment indices, MemorySegment remap) {
        try (Staging staging = new Staging()) {
            int vertexCount = Checks.indexCount("remap", remap);
            Checks.range("remap", vertexCount, 0, Checks.MAX_VERTICES);
            int indexCount = indices == null ? vertexCount : Checks.indexCount("indices", indices);
            MemorySegment used = indices(staging, indices, indexCount, vertexCount);
            MemorySegment table = staging.read("remap", remap, (long) vertexCount * INDEX_BYTES, INDEX_BYTES);
            MemorySegment result =
                    staging.write("destination", destination, (long) indexCount * INDEX_BYTES, INDEX_BYTES);
            meshopt_remapIndexBuffer(result, used, indexCount, table);
            // A dropped vertex shows as 0xffffffff.
            Checks.below("remap", result, indexCount, Integer.MAX_VALUE);
            staging.commit();
        }
    }

    /**
     * Move every vertex to its place in a table.
     *
     * @param destination its whole elements are the most vertices that the table may lead to
     * @param vertices without gaps
     * @param remap one entry a vertex; 0xffffffff drops it
     */
    public static void remapVertexBuffer(MemorySegment destination, VertexStream vertices, MemorySegment remap) {
        if (!vertices.isTight()) {
            throw MeshoptException.of("stride", vertices.stride(), "size " + vertices.size());
        }
        try (Staging staging = new Staging()) {
            MemorySegment data = staging.read("vertices", vertices.data(), vertices.length(), 1);
            MemorySegment table = staging.read("remap", remap, (long) vertices.count() * INDEX_BYTES, INDEX_BYTES);
            int room = (int) Math.min(destination.byteSize() / vertices.size(), vertices.count());
            Checks.remapBelow("remap", table, vertices.count(), room);
            // Updated, not written: a table need not reach every element.
            MemorySegment result = staging.update("destination", destination, (long) room * vertices.size(), 1);
            meshopt_remapVertexBuffer(result, data, vertices.count(), vertices.size(), table);
            staging.commit();
        }
    }

    private static MemorySegment indices(
            Staging staging, @Nullable MemorySegment indices, int indexCount, int vertexCount) {
        if (indices == null) {
            return MemorySegment.NULL;
        }
        MemorySegment used = staging.read("indices", indices, (long) indexCount * INDEX_BYTES, INDEX_BYTES);
        Checks.below("indices", used, indexCount, vertexCount);
        return used;
    }
}
