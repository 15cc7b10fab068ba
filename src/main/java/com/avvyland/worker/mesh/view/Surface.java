// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import com.avvyland.worker.mesh.meshopt.Ordering;
import com.avvyland.worker.mesh.meshopt.Reindexing;
import com.avvyland.worker.mesh.meshopt.VertexStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds quantised points, lines or triangles in native memory, and the steps that make them small.
 *
 * @param attributes of the vertices, and of their morph targets
 * @param indices 32 bits each, below {@code vertexCount}
 */
record Surface(
        Arena arena, PrimitiveMode mode, MemorySegment indices, int vertexCount, List<AttributeStream> attributes) {

    int indexCount() {
        return (int) (indices.byteSize() / Integer.BYTES);
    }

    /**
     * Make one vertex of those that rounding made equal, and drop triangles that it made lines.
     *
     * @param into where the result goes; what it is made of may be freed then
     */
    Surface welded(Arena into) {
        MemorySegment table = table();
        List<VertexStream> open = new ArrayList<>(
                attributes.stream().map(AttributeStream::vertices).toList());
        int unique = weld(table, open);
        // More targets than meshoptimizer compares at once: what is equal so far is one number of the next round.
        while (!open.isEmpty()) {
            MemorySegment numbers = table;
            table = table();
            open.addFirst(VertexStream.of(numbers, vertexCount, Integer.BYTES));
            unique = weld(table, open);
        }
        Surface welded = remapped(into, indices, table, unique);
        return mode == PrimitiveMode.TRIANGLES ? welded.withoutLines() : welded;
    }

    private int weld(MemorySegment table, List<VertexStream> open) {
        List<VertexStream> streams = open.subList(0, Math.min(open.size(), Reindexing.MAX_STREAMS));
        int unique = Reindexing.generateVertexRemapMulti(table, indices, streams);
        streams.clear();
        return unique;
    }

    private Surface withoutLines() {
        int kept = 0;
        for (int i = 0; i < indexCount(); i += 3) {
            int a = indices.getAtIndex(JAVA_INT, i);
            int b = indices.getAtIndex(JAVA_INT, i + 1);
            int c = indices.getAtIndex(JAVA_INT, i + 2);
            if (a != b && b != c && c != a) {
                indices.setAtIndex(JAVA_INT, kept++, a);
                indices.setAtIndex(JAVA_INT, kept++, b);
                indices.setAtIndex(JAVA_INT, kept++, c);
            }
        }
        return with(indices.asSlice(0, kept * 4L));
    }

    /**
     * Order triangles for the codec, and vertices by first use; vertices without use are dropped. Lines keep their order.
     *
     * @param into where the result goes
     */
    Surface ordered(Arena into) {
        try (Arena stage = Arena.ofConfined()) {
            MemorySegment strip = mode == PrimitiveMode.TRIANGLES ? strip(stage, indices) : indices;
            MemorySegment table = stage.allocate(JAVA_INT, vertexCount);
            int used = Ordering.optimizeVertexFetchRemap(table, strip, vertexCount);
            return remapped(into, strip, table, used);
        }
    }

    /** Order other triangles over the same vertices for the codec. */
    MemorySegment strip(Arena into, MemorySegment triangles) {
        MemorySegment strip = into.allocate(triangles.byteSize(), 16);
        Ordering.optimizeVertexCacheStrip(strip, triangles, vertexCount);
        return strip;
    }

    Surface with(MemorySegment triangles) {
        return new Surface(arena, mode, triangles, vertexCount, attributes);
    }

    private MemorySegment table() {
        return arena.allocate(JAVA_INT, vertexCount);
    }

    private Surface remapped(Arena into, MemorySegment triangles, MemorySegment table, int unique) {
        MemorySegment moved = into.allocate(triangles.byteSize(), 16);
        Reindexing.remapIndexBuffer(moved, triangles, table);
        List<AttributeStream> streams = attributes.stream()
                .map(attribute -> attribute.remapped(into, table, unique))
                .toList();
        return new Surface(into, mode, moved, unique, streams);
    }
}
