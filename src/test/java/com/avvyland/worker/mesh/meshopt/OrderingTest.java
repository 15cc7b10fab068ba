// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderingTest {

    private static final TestingMesh MESH = TestingMesh.welded(32, 7);
    private static final MemorySegment INDICES = MemorySegment.ofArray(MESH.indices());

    private static int[] cacheOrder() {
        int[] ordered = new int[MESH.indices().length];
        Ordering.optimizeVertexCache(MemorySegment.ofArray(ordered), INDICES, MESH.vertexCount());
        return ordered;
    }

    @Test
    void cacheOrdersKeepTheTrianglesAndLoadFarFewerVertices() {
        int[] strip = new int[MESH.indices().length];
        Ordering.optimizeVertexCacheStrip(MemorySegment.ofArray(strip), INDICES, MESH.vertexCount());
        for (int[] ordered : new int[][] {cacheOrder(), strip}) {
            assertThat(TestingMesh.triangles(ordered)).isEqualTo(TestingMesh.triangles(MESH.indices()));
            assertThat(TestingMesh.cacheMisses(ordered)).isLessThan(0.4 * TestingMesh.cacheMisses(MESH.indices()));
        }
    }

    @Test
    void overdrawOrderKeepsTheTrianglesAndMostOfTheCache() {
        int[] cache = cacheOrder();
        int[] ordered = new int[cache.length];
        Ordering.optimizeOverdraw(MemorySegment.ofArray(ordered), MemorySegment.ofArray(cache), MESH.stream(), 1.05f);
        assertThat(TestingMesh.triangles(ordered)).isEqualTo(TestingMesh.triangles(cache));
        assertThat(TestingMesh.cacheMisses(ordered)).isLessThan(1.3 * TestingMesh.cacheMisses(cache));
    }

    @Test
    void spatialOrderKeepsTheTriangles() {
        int[] ordered = new int[MESH.indices().length];
        Ordering.spatialSortTriangles(MemorySegment.ofArray(ordered), INDICES, MESH.stream());
        assertThat(TestingMesh.triangles(ordered)).isEqualTo(TestingMesh.triangles(MESH.indices()));
        assertThat(ordered).isNotEqualTo(MESH.indices());
    }

    @Test
    void spatialRemapIsAPermutationThatPutsNeighboursTogether() {
        int[] table = new int[MESH.vertexCount()];
        Ordering.spatialSortRemap(MemorySegment.ofArray(table), MESH.stream());
        assertThat(Arrays.stream(table).sorted().toArray())
                .isEqualTo(IntStream.range(0, MESH.vertexCount()).toArray());
        List<Integer> shuffled = new ArrayList<>(Arrays.stream(table).boxed().toList());
        Collections.shuffle(shuffled, new Random(1));
        assertThat(walk(table))
                .isLessThan(0.15
                        * walk(shuffled.stream().mapToInt(Integer::intValue).toArray()));
    }

    /** How far one walks along the points in the order of a table. */
    private static double walk(int[] table) {
        float[] positions = new float[MESH.positions().length];
        Reindexing.remapVertexBuffer(MemorySegment.ofArray(positions), MESH.stream(), MemorySegment.ofArray(table));
        double length = 0;
        for (int i = 3; i < positions.length; i += 3) {
            length += Math.hypot(positions[i] - positions[i - 3], positions[i + 1] - positions[i - 2]);
        }
        return length;
    }

    @Test
    void fetchOrderNumbersVerticesByFirstUse() {
        int[] indices = cacheOrder();
        int[] table = new int[MESH.vertexCount() + 1];
        int used = Ordering.optimizeVertexFetchRemap(
                MemorySegment.ofArray(table), MemorySegment.ofArray(indices), table.length);
        assertThat(used).isEqualTo(MESH.vertexCount());
        int next = 0;
        for (int index : indices) {
            if (table[index] == next) {
                next++;
            }
            assertThat(table[index]).isLessThan(next);
        }
        assertThat(table[MESH.vertexCount()])
                .as("the vertex that no triangle uses")
                .isEqualTo(-1);

        int[] rewritten = indices.clone();
        float[] positions = new float[MESH.positions().length];
        int count = Ordering.optimizeVertexFetch(
                MemorySegment.ofArray(positions), MemorySegment.ofArray(rewritten), MESH.stream());
        assertThat(count).isEqualTo(used);
        for (int i = 0; i < indices.length; i++) {
            assertThat(rewritten[i]).isEqualTo(table[indices[i]]);
            assertThat(positions[rewritten[i] * 3]).isEqualTo(MESH.positions()[indices[i] * 3]);
        }
    }

    @Test
    void theSphereHoldsEveryPoint() {
        Ordering.Sphere sphere = Ordering.computeSphereBounds(MESH.stream());
        double farthest = 0;
        for (int i = 0; i < MESH.positions().length; i += 3) {
            double dx = MESH.positions()[i] - sphere.x();
            double dy = MESH.positions()[i + 1] - sphere.y();
            double dz = MESH.positions()[i + 2] - sphere.z();
            farthest = Math.max(farthest, Math.sqrt(dx * dx + dy * dy + dz * dz));
        }
        assertThat((double) sphere.radius()).isCloseTo(farthest, within(1e-3)).isLessThan(32 * 0.75);
    }

    @Test
    void nothingStaysNothing() {
        MemorySegment none = MemorySegment.ofArray(new int[0]);
        VertexStream noPoints = VertexStream.ofFloats(new float[0], 3);
        Ordering.optimizeVertexCache(none, none, 0);
        Ordering.optimizeVertexCacheStrip(none, none, 0);
        Ordering.optimizeOverdraw(none, none, noPoints, 1.05f);
        Ordering.spatialSortTriangles(none, none, noPoints);
        Ordering.spatialSortRemap(none, noPoints);
        assertThat(Ordering.optimizeVertexFetchRemap(none, none, 0)).isZero();
        assertThat(Reindexing.generateVertexRemap(none, none, noPoints)).isZero();
        assertThat(Simplifying.simplify(none, none, noPoints, Simplifying.Target.of(0, 1))
                        .indexCount())
                .isZero();
    }
}
