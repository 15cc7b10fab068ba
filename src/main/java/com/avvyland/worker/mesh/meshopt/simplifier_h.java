// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Binds the C functions of simplifier.cpp. Nothing is checked here. */
@SuppressWarnings({"ClassName", "MemberName"})
final class simplifier_h {

    private static final MethodHandle SIMPLIFY = handle(NativeFunction.SIMPLIFY);
    private static final MethodHandle SIMPLIFY_WITH_ATTRIBUTES = handle(NativeFunction.SIMPLIFY_WITH_ATTRIBUTES);
    private static final MethodHandle SIMPLIFY_SLOPPY = handle(NativeFunction.SIMPLIFY_SLOPPY);

    private simplifier_h() {}

    private static MethodHandle handle(NativeFunction function) {
        return NativeLibrary.current().handle(function);
    }

    static long meshopt_simplify(
            MemorySegment destination,
            MemorySegment indices,
            long index_count,
            MemorySegment vertex_positions,
            long vertex_count,
            long vertex_positions_stride,
            long target_index_count,
            float target_error,
            int options,
            MemorySegment result_error) {
        try {
            return (long) SIMPLIFY.invokeExact(
                    destination,
                    indices,
                    index_count,
                    vertex_positions,
                    vertex_count,
                    vertex_positions_stride,
                    target_index_count,
                    target_error,
                    options,
                    result_error);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static long meshopt_simplifyWithAttributes(
            MemorySegment destination,
            MemorySegment indices,
            long index_count,
            MemorySegment vertex_positions,
            long vertex_count,
            long vertex_positions_stride,
            MemorySegment vertex_attributes,
            long vertex_attributes_stride,
            MemorySegment attribute_weights,
            long attribute_count,
            MemorySegment vertex_lock,
            long target_index_count,
            float target_error,
            int options,
            MemorySegment result_error) {
        try {
            return (long) SIMPLIFY_WITH_ATTRIBUTES.invokeExact(
                    destination,
                    indices,
                    index_count,
                    vertex_positions,
                    vertex_count,
                    vertex_positions_stride,
                    vertex_attributes,
                    vertex_attributes_stride,
                    attribute_weights,
                    attribute_count,
                    vertex_lock,
                    target_index_count,
                    target_error,
                    options,
                    result_error);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static long meshopt_simplifySloppy(
            MemorySegment destination,
            MemorySegment indices,
            long index_count,
            MemorySegment vertex_positions,
            long vertex_count,
            long vertex_positions_stride,
            MemorySegment vertex_lock,
            long target_index_count,
            float target_error,
            MemorySegment result_error) {
        try {
            return (long) SIMPLIFY_SLOPPY.invokeExact(
                    destination,
                    indices,
                    index_count,
                    vertex_positions,
                    vertex_count,
                    vertex_positions_stride,
                    vertex_lock,
                    target_index_count,
                    target_error,
                    result_error);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }
}
