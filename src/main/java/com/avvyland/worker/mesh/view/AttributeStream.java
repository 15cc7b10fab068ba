// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import com.avvyland.worker.mesh.meshopt.Reindexing;
import com.avvyland.worker.mesh.meshopt.VertexStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds one quantised attribute in native memory, as the codec takes it.
 *
 * @param target morph target that it belongs to, or {@link #BASE}
 * @param size bytes a vertex, a multiple of 4
 * @param type number of the RFC 8746 tag of the decoded components
 * @param filter name in docs/view.cddl, or null
 * @param dequantization what makes the decoded numbers real ones, or null for integers
 */
record AttributeStream(
        int target,
        Semantic semantic,
        MemorySegment data,
        int count,
        int size,
        int type,
        @Nullable String filter,
        @Nullable Map<String, Object> dequantization) {

    static final int BASE = -1;

    static final int UINT8 = 64;
    static final int UINT16 = 69;
    static final int UINT32 = 70;
    static final int SINT8 = 72;
    static final int SINT16 = 77;
    static final int FLOAT32 = 85;

    VertexStream vertices() {
        return VertexStream.of(data, count, size);
    }

    /** Return the same attribute of the vertices that a table keeps. */
    AttributeStream remapped(Arena arena, MemorySegment table, int unique) {
        MemorySegment moved = arena.allocate((long) unique * size, 16);
        Reindexing.remapVertexBuffer(moved, vertices(), table);
        return with(moved, unique);
    }

    AttributeStream copied(Arena arena) {
        return with(arena.allocate((long) count * size, 16).copyFrom(data), count);
    }

    private AttributeStream with(MemorySegment other, int vertices) {
        return new AttributeStream(target, semantic, other, vertices, size, type, filter, dequantization);
    }
}
