// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;

/** Binds C functions of vcacheoptimizer, overdrawoptimizer, vfetchoptimizer and spatialorder. Nothing is checked here. */
@SuppressWarnings({"ClassName", "MemberName"})
final class ordering_h {

    private static final MethodHandle OPTIMIZE_VERTEX_CACHE = handle(NativeFunction.OPTIMIZE_VERTEX_CACHE);
    private static final MethodHandle OPTIMIZE_VERTEX_CACHE_STRIP = handle(NativeFunction.OPTIMIZE_VERTEX_CACHE_STRIP);
    private static final MethodHandle OPTIMIZE_OVERDRAW = handle(NativeFunction.OPTIMIZE_OVERDRAW);
    private static final MethodHandle OPTIMIZE_VERTEX_FETCH = handle(NativeFunction.OPTIMIZE_VERTEX_FETCH);
    private static final MethodHandle OPTIMIZE_VERTEX_FETCH_REMAP = handle(NativeFunction.OPTIMIZE_VERTEX_FETCH_REMAP);
    private static final MethodHandle SPATIAL_SORT_REMAP = handle(NativeFunction.SPATIAL_SORT_REMAP);
    private static final MethodHandle SPATIAL_SORT_TRIANGLES = handle(NativeFunction.SPATIAL_SORT_TRIANGLES);
    private static final MethodHandle COMPUTE_SPHERE_BOUNDS = handle(NativeFunction.COMPUTE_SPHERE_BOUNDS);

    private ordering_h() {}

    private static MethodHandle handle(NativeFunction function) {
        return NativeLibrary.current().handle(function);
    }

    static void meshopt_optimizeVertexCache(
            MemorySegment destination, MemorySegment indices, long index_count, long vertex_count) {
        try {
            OPTIMIZE_VERTEX_CACHE.invokeExact(destination, indices, index_count, vertex_count);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static void meshopt_optimizeVertexCacheStrip(
            MemorySegment destination, MemorySegment indices, long index_count, long vertex_count) {
        try {
            OPTIMIZE_VERTEX_CACHE_STRIP.invokeExact(destination, indices, index_count, vertex_count);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static void meshopt_optimizeOverdraw(
            MemorySegment destination,
            MemorySegment indices,
            long index_count,
            MemorySegment vertex_positions,
            long vertex_count,
            long vertex_positions_stride,
            float threshold) {
        try {
            OPTIMIZE_OVERDRAW.invokeExact(
                    destination,
                    indices,
                    index_count,
                    vertex_positions,
                    vertex_count,
                    vertex_positions_stride,
                    threshold);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static long meshopt_optimizeVertexFetch(
            MemorySegment destination,
            MemorySegment indices,
            long index_count,
            MemorySegment vertices,
            long vertex_count,
            long vertex_size) {
        try {
            return (long) OPTIMIZE_VERTEX_FETCH.invokeExact(
                    destination, indices, index_count, vertices, vertex_count, vertex_size);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static long meshopt_optimizeVertexFetchRemap(
            MemorySegment destination, MemorySegment indices, long index_count, long vertex_count) {
        try {
            return (long) OPTIMIZE_VERTEX_FETCH_REMAP.invokeExact(destination, indices, index_count, vertex_count);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static void meshopt_spatialSortRemap(
            MemorySegment destination,
            MemorySegment vertex_positions,
            long vertex_count,
            long vertex_positions_stride) {
        try {
            SPATIAL_SORT_REMAP.invokeExact(destination, vertex_positions, vertex_count, vertex_positions_stride);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static void meshopt_spatialSortTriangles(
            MemorySegment destination,
            MemorySegment indices,
            long index_count,
            MemorySegment vertex_positions,
            long vertex_count,
            long vertex_positions_stride) {
        try {
            SPATIAL_SORT_TRIANGLES.invokeExact(
                    destination, indices, index_count, vertex_positions, vertex_count, vertex_positions_stride);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }

    static MemorySegment meshopt_computeSphereBounds(
            SegmentAllocator allocator,
            MemorySegment positions,
            long count,
            long positions_stride,
            MemorySegment radii,
            long radii_stride) {
        try {
            return (MemorySegment) COMPUTE_SPHERE_BOUNDS.invokeExact(
                    allocator, positions, count, positions_stride, radii, radii_stride);
        } catch (Throwable e) {
            throw NativeLibrary.unexpected(e);
        }
    }
}
