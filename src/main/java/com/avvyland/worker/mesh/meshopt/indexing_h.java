// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Binds the C functions of indexgenerator.cpp. Nothing is checked here. */
@SuppressWarnings({"ClassName", "MemberName"})
final class indexing_h {

    private static final MethodHandle GENERATE_VERTEX_REMAP = handle(NativeFunction.GENERATE_VERTEX_REMAP);
    private static final MethodHandle GENERATE_VERTEX_REMAP_MULTI = handle(NativeFunction.GENERATE_VERTEX_REMAP_MULTI);
    private static final MethodHandle REMAP_VERTEX_BUFFER = handle(NativeFunction.REMAP_VERTEX_BUFFER);
    private static final MethodHandle REMAP_INDEX_BUFFER = handle(NativeFunction.REMAP_INDEX_BUFFER);

    private indexing_h() {}

    private static MethodHandle handle(NativeFunction function) {
        return NativeLibrary.current().handle(function);
    }

    static long meshopt_generateVertexRemap(
            MemorySegment destination,
            MemorySegment indices,
            long index_count,
            MemorySegment vertices,
            long vertex_count,
            long vertex_size) {
        try {
            return (long) GENERATE_VERTEX_REMAP.invokeExact(
                    destination, indices, index_count, vertices, vertex_count, vertex_size);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static long meshopt_generateVertexRemapMulti(
            MemorySegment destination,
            MemorySegment indices,
            long index_count,
            long vertex_count,
            MemorySegment streams,
            long stream_count) {
        try {
            return (long) GENERATE_VERTEX_REMAP_MULTI.invokeExact(
                    destination, indices, index_count, vertex_count, streams, stream_count);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static void meshopt_remapVertexBuffer(
            MemorySegment destination,
            MemorySegment vertices,
            long vertex_count,
            long vertex_size,
            MemorySegment remap) {
        try {
            REMAP_VERTEX_BUFFER.invokeExact(destination, vertices, vertex_count, vertex_size, remap);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static void meshopt_remapIndexBuffer(
            MemorySegment destination, MemorySegment indices, long index_count, MemorySegment remap) {
        try {
            REMAP_INDEX_BUFFER.invokeExact(destination, indices, index_count, remap);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }
}
