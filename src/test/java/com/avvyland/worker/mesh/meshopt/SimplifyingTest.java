// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.mesh.meshopt.Simplifying.Option;
import com.avvyland.worker.mesh.meshopt.Simplifying.Simplified;
import com.avvyland.worker.mesh.meshopt.Simplifying.Target;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimplifyingTest {

    private static final TestingMesh MESH = TestingMesh.welded(40, 3);
    private static final MemorySegment INDICES = MemorySegment.ofArray(MESH.indices());
    private static final int COUNT = MESH.indices().length;

    private final int[] destination = new int[COUNT];
    private final MemorySegment result = MemorySegment.ofArray(destination);

    private int[] indices(Simplified simplified) {
        int[] indices = Arrays.copyOf(destination, simplified.indexCount());
        assertThat(Arrays.stream(indices).max().orElse(0)).isLessThan(MESH.vertexCount());
        assertThat(indices.length % 3).isZero();
        return indices;
    }

    @Test
    void reachesTheTargetWithinTheError() {
        Target target = Target.of(COUNT / 4 / 3 * 3, 0.05f);
        Simplified simplified = Simplifying.simplify(result, INDICES, MESH.stream(), target);
        assertThat(indices(simplified)).hasSizeBetween(1, COUNT / 3);
        assertThat(simplified.error()).isBetween(0f, 0.05f);
    }

    @Test
    void stopsAtTheErrorBeforeTheTarget() {
        Simplified simplified = Simplifying.simplify(result, INDICES, MESH.stream(), Target.of(0, 0.0005f));
        assertThat(simplified.indexCount()).isBetween(COUNT / 10, COUNT);
        assertThat(simplified.error()).isLessThanOrEqualTo(0.0005f);
    }

    @Test
    void keepsBordersWhenAsked() {
        Target target = new Target(0, 1f, Set.of(Option.LOCK_BORDER));
        int[] left = indices(Simplifying.simplify(result, INDICES, MESH.stream(), target));
        long borderVertices = Arrays.stream(left)
                .distinct()
                .filter(index -> MESH.positions()[index * 3] == 0)
                .count();
        assertThat(borderVertices).isEqualTo(41);
    }

    @Test
    void weighsAttributesAndKeepsLockedVertices() {
        float[] colours = new float[MESH.vertexCount()];
        byte[] locks = new byte[MESH.vertexCount()];
        int locked = MESH.vertexCount() / 2;
        locks[locked] = 1;
        for (int i = 0; i < colours.length; i++) {
            colours[i] = MESH.positions()[i * 3] < 20 ? 0 : 1;
        }
        Target target = Target.of(60, 1f);
        int[] plain = indices(Simplifying.simplify(result, INDICES, MESH.stream(), target));
        double stepsWithout = mixed(plain, colours);
        Simplified simplified = Simplifying.simplifyWithAttributes(
                result,
                INDICES,
                MESH.stream(),
                VertexStream.ofFloats(colours, 1),
                new float[] {100},
                MemorySegment.ofArray(locks),
                target);
        int[] weighed = indices(simplified);
        assertThat(weighed).contains(locked);
        assertThat(mixed(weighed, colours)).isLessThan(0.5 * stepsWithout);
    }

    /** The area of triangles whose corners have different colours. */
    private static double mixed(int[] indices, float[] colours) {
        double area = 0;
        for (int i = 0; i < indices.length; i += 3) {
            int a = indices[i];
            int b = indices[i + 1];
            int c = indices[i + 2];
            if (colours[a] != colours[b] || colours[b] != colours[c]) {
                float[] p = MESH.positions();
                area += Math.abs((p[b * 3] - p[a * 3]) * (p[c * 3 + 1] - p[a * 3 + 1])
                                - (p[c * 3] - p[a * 3]) * (p[b * 3 + 1] - p[a * 3 + 1]))
                        / 2;
            }
        }
        return area;
    }

    @Test
    void sloppyReachesAnyTarget() {
        Simplified simplified =
                Simplifying.simplifySloppy(result, INDICES, MESH.stream(), null, Target.of(COUNT / 20 / 3 * 3, 1f));
        assertThat(indices(simplified)).hasSizeBetween(3, COUNT / 20);
    }
}
