// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Binds the C functions of indexcodec.cpp and vertexcodec.cpp. Nothing is checked here. */
@SuppressWarnings({"ClassName", "MemberName"})
final class codec_h {

    private static final MethodHandle ENCODE_INDEX_BUFFER_BOUND = handle(NativeFunction.ENCODE_INDEX_BUFFER_BOUND);
    private static final MethodHandle ENCODE_INDEX_BUFFER = handle(NativeFunction.ENCODE_INDEX_BUFFER);
    private static final MethodHandle DECODE_INDEX_BUFFER = handle(NativeFunction.DECODE_INDEX_BUFFER);
    private static final MethodHandle ENCODE_INDEX_SEQUENCE_BOUND = handle(NativeFunction.ENCODE_INDEX_SEQUENCE_BOUND);
    private static final MethodHandle ENCODE_INDEX_SEQUENCE = handle(NativeFunction.ENCODE_INDEX_SEQUENCE);
    private static final MethodHandle DECODE_INDEX_SEQUENCE = handle(NativeFunction.DECODE_INDEX_SEQUENCE);
    private static final MethodHandle ENCODE_VERTEX_BUFFER_BOUND = handle(NativeFunction.ENCODE_VERTEX_BUFFER_BOUND);
    private static final MethodHandle ENCODE_VERTEX_BUFFER_LEVEL = handle(NativeFunction.ENCODE_VERTEX_BUFFER_LEVEL);
    private static final MethodHandle DECODE_VERTEX_BUFFER = handle(NativeFunction.DECODE_VERTEX_BUFFER);

    private codec_h() {}

    private static MethodHandle handle(NativeFunction function) {
        return NativeLibrary.current().handle(function);
    }

    static long meshopt_encodeIndexBufferBound(long index_count, long vertex_count) {
        try {
            return (long) ENCODE_INDEX_BUFFER_BOUND.invokeExact(index_count, vertex_count);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static long meshopt_encodeIndexBuffer(
            MemorySegment buffer, long buffer_size, MemorySegment indices, long index_count) {
        try {
            return (long) ENCODE_INDEX_BUFFER.invokeExact(buffer, buffer_size, indices, index_count);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static int meshopt_decodeIndexBuffer(
            MemorySegment destination, long index_count, long index_size, MemorySegment buffer, long buffer_size) {
        try {
            return (int) DECODE_INDEX_BUFFER.invokeExact(destination, index_count, index_size, buffer, buffer_size);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static long meshopt_encodeIndexSequenceBound(long index_count, long vertex_count) {
        try {
            return (long) ENCODE_INDEX_SEQUENCE_BOUND.invokeExact(index_count, vertex_count);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static long meshopt_encodeIndexSequence(
            MemorySegment buffer, long buffer_size, MemorySegment indices, long index_count) {
        try {
            return (long) ENCODE_INDEX_SEQUENCE.invokeExact(buffer, buffer_size, indices, index_count);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static int meshopt_decodeIndexSequence(
            MemorySegment destination, long index_count, long index_size, MemorySegment buffer, long buffer_size) {
        try {
            return (int) DECODE_INDEX_SEQUENCE.invokeExact(destination, index_count, index_size, buffer, buffer_size);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static long meshopt_encodeVertexBufferBound(long vertex_count, long vertex_size) {
        try {
            return (long) ENCODE_VERTEX_BUFFER_BOUND.invokeExact(vertex_count, vertex_size);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static long meshopt_encodeVertexBufferLevel(
            MemorySegment buffer,
            long buffer_size,
            MemorySegment vertices,
            long vertex_count,
            long vertex_size,
            int level,
            int version) {
        try {
            return (long) ENCODE_VERTEX_BUFFER_LEVEL.invokeExact(
                    buffer, buffer_size, vertices, vertex_count, vertex_size, level, version);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static int meshopt_decodeVertexBuffer(
            MemorySegment destination, long vertex_count, long vertex_size, MemorySegment buffer, long buffer_size) {
        try {
            return (int) DECODE_VERTEX_BUFFER.invokeExact(destination, vertex_count, vertex_size, buffer, buffer_size);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }
}
