// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static com.avvyland.worker.mesh.meshopt.ordering_h.meshopt_computeSphereBounds;
import static com.avvyland.worker.mesh.meshopt.ordering_h.meshopt_optimizeOverdraw;
import static com.avvyland.worker.mesh.meshopt.ordering_h.meshopt_optimizeVertexCache;
import static com.avvyland.worker.mesh.meshopt.ordering_h.meshopt_optimizeVertexCacheStrip;
import static com.avvyland.worker.mesh.meshopt.ordering_h.meshopt_optimizeVertexFetch;
import static com.avvyland.worker.mesh.meshopt.ordering_h.meshopt_optimizeVertexFetchRemap;
import static com.avvyland.worker.mesh.meshopt.ordering_h.meshopt_spatialSortRemap;
import static com.avvyland.worker.mesh.meshopt.ordering_h.meshopt_spatialSortTriangles;

import java.lang.foreign.MemorySegment;

/**
 * Orders triangles and vertices for graphics hardware, and for the codecs.
 *
 * <p>Indices are triangles of unsigned 32-bit numbers, all below the vertex count. Positions are three finite floats at
 * the start of each vertex. A destination must not overlap another argument. Segments may be heap arrays or native
 * memory. Safe for any thread. All throw {@link MeshoptException} before native code runs.
 */
public final class Ordering {

    private static final int INDEX_BYTES = Integer.BYTES;

    private Ordering() {}

    private interface TriangleOrder {
        void run(MemorySegment destination, MemorySegment indices, long indexCount);
    }

    /** Order triangles so that vertices are still in the cache when they are used again. */
    public static void optimizeVertexCache(MemorySegment destination, MemorySegment indices, int vertexCount) {
        triangles(
                destination,
                indices,
                vertexCount,
                (result, used, count) -> meshopt_optimizeVertexCache(result, used, count, vertexCount));
    }

    /** Order triangles as {@link #optimizeVertexCache}, a little worse for hardware and smaller when encoded. */
    public static void optimizeVertexCacheStrip(MemorySegment destination, MemorySegment indices, int vertexCount) {
        triangles(
                destination,
                indices,
                vertexCount,
                (result, used, count) -> meshopt_optimizeVertexCacheStrip(result, used, count, vertexCount));
    }

    /**
     * Order triangles so that near surfaces are drawn first, after {@link #optimizeVertexCache}.
     *
     * @param threshold how much the vertex cache may lose: 1.05 is 5 %
     */
    public static void optimizeOverdraw(
            MemorySegment destination, MemorySegment indices, VertexStream positions, float threshold) {
        Checks.finite("threshold", threshold, 0);
        try (Staging staging = new Staging()) {
            MemorySegment data = positions(staging, positions);
            triangles(
                    staging,
                    destination,
                    indices,
                    positions.count(),
                    (result, used, count) -> meshopt_optimizeOverdraw(
                            result, used, count, data, positions.count(), positions.stride(), threshold));
        }
    }

    /** Order triangles by their place in space; made to go before {@link #optimizeVertexCache}. */
    public static void spatialSortTriangles(MemorySegment destination, MemorySegment indices, VertexStream positions) {
        try (Staging staging = new Staging()) {
            MemorySegment data = positions(staging, positions);
            triangles(
                    staging,
                    destination,
                    indices,
                    positions.count(),
                    (result, used, count) -> meshopt_spatialSortTriangles(
                            result, used, count, data, positions.count(), positions.stride()));
        }
    }

    /** Find the order of points by their place in space: a table with an entry a point. */
    public static void spatialSortRemap(MemorySegment destination, VertexStream positions) {
        try (Staging staging = new Staging()) {
            MemorySegment data = positions(staging, positions);
            MemorySegment table =
                    staging.write("destination", destination, (long) positions.count() * INDEX_BYTES, INDEX_BYTES);
            meshopt_spatialSortRemap(table, data, positions.count(), positions.stride());
            staging.commit();
        }
    }

    /**
     * Order vertices by first use, and rewrite the indices.
     *
     * @param destination as long as the vertices
     * @param indices read and written
     * @param vertices without gaps
     * @return how many vertices are used
     */
    public static int optimizeVertexFetch(MemorySegment destination, MemorySegment indices, VertexStream vertices) {
        if (!vertices.isTight()) {
            throw MeshoptException.of("stride", vertices.stride(), "size " + vertices.size());
        }
        try (Staging staging = new Staging()) {
            int count = Checks.triangleIndexCount("indices", indices);
            MemorySegment updated = staging.update("indices", indices, (long) count * INDEX_BYTES, INDEX_BYTES);
            Checks.below("indices", updated, count, vertices.count());
            MemorySegment data = staging.read("vertices", vertices.data(), vertices.length(), 1);
            MemorySegment result = staging.update("destination", destination, vertices.length(), 1);
            long used = meshopt_optimizeVertexFetch(result, updated, count, data, vertices.count(), vertices.size());
            staging.commit();
            return (int) used;
        }
    }

    /**
     * Find the order of vertices by first use: a table for {@link Reindexing}, 0xffffffff for an unused vertex.
     *
     * @return how many vertices are used
     */
    public static int optimizeVertexFetchRemap(MemorySegment destination, MemorySegment indices, int vertexCount) {
        Checks.range("vertexCount", vertexCount, 0, Checks.MAX_VERTICES);
        try (Staging staging = new Staging()) {
            int count = Checks.indexCount("indices", indices);
            MemorySegment used = staging.read("indices", indices, (long) count * INDEX_BYTES, INDEX_BYTES);
            Checks.below("indices", used, count, vertexCount);
            MemorySegment table =
                    staging.write("destination", destination, (long) vertexCount * INDEX_BYTES, INDEX_BYTES);
            long unique = meshopt_optimizeVertexFetchRemap(table, used, count, vertexCount);
            staging.commit();
            return (int) unique;
        }
    }

    /** Find a sphere around all points; within a few percent of the smallest. */
    public static Sphere computeSphereBounds(VertexStream positions) {
        Checks.range("positions.count", positions.count(), 1, Checks.MAX_VERTICES);
        try (Staging staging = new Staging()) {
            MemorySegment data = positions(staging, positions);
            MemorySegment bounds = meshopt_computeSphereBounds(
                    staging.arena(), data, positions.count(), positions.stride(), MemorySegment.NULL, 0);
            return new Sphere(
                    meshopt_Bounds.center(bounds, 0),
                    meshopt_Bounds.center(bounds, 1),
                    meshopt_Bounds.center(bounds, 2),
                    meshopt_Bounds.radius(bounds));
        }
    }

    /** Holds a centre and a radius, in the unit of the positions. */
    public record Sphere(float x, float y, float z, float radius) {}

    private static void triangles(
            MemorySegment destination, MemorySegment indices, int vertexCount, TriangleOrder order) {
        Checks.range("vertexCount", vertexCount, 0, Checks.MAX_VERTICES);
        try (Staging staging = new Staging()) {
            triangles(staging, destination, indices, vertexCount, order);
        }
    }

    private static void triangles(
            Staging staging, MemorySegment destination, MemorySegment indices, int vertexCount, TriangleOrder order) {
        int count = Checks.triangleIndexCount("indices", indices);
        long bytes = (long) count * INDEX_BYTES;
        MemorySegment used = staging.read("indices", indices, bytes, INDEX_BYTES);
        Checks.below("indices", used, count, vertexCount);
        MemorySegment result = staging.write("destination", destination, bytes, INDEX_BYTES);
        order.run(result, used, count);
        staging.commit();
    }

    private static MemorySegment positions(Staging staging, VertexStream positions) {
        Checks.floats("positions", positions, 3);
        MemorySegment data = staging.read("positions", positions.data(), positions.length(), Float.BYTES);
        Checks.finite("positions", data, positions, 3);
        return data;
    }
}
