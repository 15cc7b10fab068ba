// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;

/** struct meshopt_Stream: one vertex attribute. */
@SuppressWarnings("ClassName")
final class meshopt_Stream {

    static final StructLayout LAYOUT = MemoryLayout.structLayout(
                    ADDRESS.withName("data"), JAVA_LONG.withName("size"), JAVA_LONG.withName("stride"))
            .withName("meshopt_Stream");

    private meshopt_Stream() {}

    static MemorySegment allocateArray(long count, SegmentAllocator allocator) {
        return allocator.allocate(LAYOUT, count);
    }

    static void set(MemorySegment array, int index, MemorySegment data, long size, long stride) {
        MemorySegment struct = array.asSlice(index * LAYOUT.byteSize(), LAYOUT);
        struct.set(ADDRESS, 0, data);
        struct.set(JAVA_LONG, 8, size);
        struct.set(JAVA_LONG, 16, stride);
    }
}
