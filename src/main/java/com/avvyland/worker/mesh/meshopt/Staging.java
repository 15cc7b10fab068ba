// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives one native call its memory: native segments as they are, heap arrays as copies that live until the call ends.
 *
 * <p>A heap array is checked and used in its copy, so nobody can change it in between. Results reach a heap array with
 * {@link #commit}, that is only after the call went well. Not safe for threads; one call, one staging.
 */
final class Staging implements AutoCloseable {

    private record Output(MemorySegment heap, MemorySegment copy) {}

    private final Arena arena = Arena.ofConfined();
    private final List<MemorySegment> reads = new ArrayList<>(4);
    private final List<MemorySegment> writes = new ArrayList<>(2);
    private final List<Output> outputs = new ArrayList<>(2);

    Arena arena() {
        return arena;
    }

    /** Return memory that native code may read: the first {@code bytes} of a segment. */
    MemorySegment read(String name, MemorySegment segment, long bytes, int alignment) {
        Checks.atLeast(name, segment, bytes);
        requireUsable(name, segment);
        MemorySegment source = segment.asSlice(0, bytes);
        if (segment.isNative()) {
            requireAligned(name, segment, alignment);
            requireApart(name, source, writes);
            reads.add(source);
            return source;
        }
        return allocate(bytes).copyFrom(source);
    }

    /** Return memory that native code may write; its first content is undefined. */
    MemorySegment write(String name, MemorySegment segment, long bytes, int alignment) {
        return output(name, segment, bytes, alignment, false);
    }

    /** Return memory that native code reads and writes. */
    MemorySegment update(String name, MemorySegment segment, long bytes, int alignment) {
        return output(name, segment, bytes, alignment, true);
    }

    private MemorySegment output(String name, MemorySegment segment, long bytes, int alignment, boolean filled) {
        Checks.atLeast(name, segment, bytes);
        requireUsable(name, segment);
        requireWritable(name, segment);
        MemorySegment target = segment.asSlice(0, bytes);
        if (segment.isNative()) {
            requireAligned(name, segment, alignment);
            requireApart(name, target, reads);
            requireApart(name, target, writes);
            writes.add(target);
            return target;
        }
        MemorySegment copy = allocate(bytes);
        if (filled) {
            copy.copyFrom(target);
        }
        outputs.add(new Output(target, copy));
        return copy;
    }

    /** Copy the results to their heap arrays. */
    void commit() {
        for (Output output : outputs) {
            output.heap().copyFrom(output.copy());
        }
    }

    @Override
    public void close() {
        arena.close();
    }

    private MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, 16);
    }

    static void requireWritable(String name, MemorySegment segment) {
        if (segment.isReadOnly()) {
            throw MeshoptException.of(name, "read-only", "memory that can be written");
        }
    }

    static void requireUsable(String name, MemorySegment segment) {
        if (!segment.scope().isAlive()) {
            throw MeshoptException.of(name, "closed", "memory of an open arena");
        }
        if (!segment.isAccessibleBy(Thread.currentThread())) {
            throw MeshoptException.of(name, "another thread's", "memory that this thread may use");
        }
    }

    private static void requireAligned(String name, MemorySegment segment, int alignment) {
        if (segment.address() % alignment != 0) {
            throw MeshoptException.of(name, "unaligned", "an address that is a multiple of " + alignment);
        }
    }

    private static void requireApart(String name, MemorySegment segment, List<MemorySegment> others) {
        for (MemorySegment other : others) {
            if (segment.asOverlappingSlice(other).isPresent()) {
                throw MeshoptException.of(name, "overlapping", "memory apart from every other argument");
            }
        }
    }
}
