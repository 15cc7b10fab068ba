// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.avvyland.worker.mesh.meshopt.Simplifying.Simplified;
import com.avvyland.worker.mesh.meshopt.Simplifying.Target;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimplifyingPiecesTest {

    private static final int SIDE = 64;
    private static final int INDICES = (SIDE - 1) * (SIDE - 1) * 6;

    /** Seven pieces. */
    private static final int PIECE = INDICES / 7 + 1;

    private final int[] indices = new int[INDICES];
    private final VertexStream positions = hills();

    @Test
    void leavesNoCrackBetweenPieces() {
        int[] simplified = simplified(PIECE, INDICES / 4, 0.1f);

        assertThat(simplified.length).isBetween(INDICES / 10, INDICES / 3);
        assertThat(openEdges(simplified))
                .isNotEmpty()
                .allSatisfy((edge, _) -> assertThat(atEdge((int) (edge >> 32)) && atEdge((int) (long) edge))
                        .isTrue());
    }

    @Test
    void tellsTheErrorAsPartOfTheWholeAsWithoutPieces() {
        var destination = MemorySegment.ofArray(new int[INDICES]);
        Target target = Target.of(INDICES / 4, 0.1f);
        Simplified whole =
                Simplifying.simplify(destination, MemorySegment.ofArray(indices), positions, target, INDICES);
        Simplified pieces = Simplifying.simplify(destination, MemorySegment.ofArray(indices), positions, target, PIECE);

        assertThat(whole.error()).isPositive();
        assertThat(pieces.error()).isCloseTo(whole.error(), within(whole.error()));
    }

    @Test
    void stopsAtTheErrorThatIsPartOfTheWhole() {
        int[] coarse = simplified(PIECE, 0, 0.01f);
        int[] fine = simplified(PIECE, 0, 0.0001f);

        assertThat(fine.length).isGreaterThan(2 * coarse.length);
        assertThat(fine.length).isCloseTo(simplified(INDICES, 0, 0.0001f).length, within(INDICES / 5));
    }

    private int[] simplified(int piece, int target, float error) {
        var destination = MemorySegment.ofArray(new int[INDICES]);
        Simplified simplified = Simplifying.simplify(
                destination, MemorySegment.ofArray(indices), positions, Target.of(target, error), piece);
        return destination.asSlice(0, simplified.indexCount() * 4L).toArray(JAVA_INT);
    }

    /** Edges that one triangle has and no other: the two vertices, the smaller first. */
    private static Map<Long, Integer> openEdges(int[] triangles) {
        var edges = new HashMap<Long, Integer>();
        for (int i = 0; i < triangles.length; i++) {
            int a = triangles[i];
            int b = triangles[i % 3 == 2 ? i - 2 : i + 1];
            edges.merge((long) Math.min(a, b) << 32 | Math.max(a, b), 1, Integer::sum);
        }
        edges.values().removeIf(count -> count > 1);
        return edges;
    }

    private static boolean atEdge(int vertex) {
        int x = vertex % SIDE;
        int z = vertex / SIDE;
        return x == 0 || z == 0 || x == SIDE - 1 || z == SIDE - 1;
    }

    private VertexStream hills() {
        float[] hills = new float[SIDE * SIDE * 3];
        int corner = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
            int x = i % SIDE;
            int z = i / SIDE;
            hills[i * 3] = x;
            hills[i * 3 + 1] = (float) (3 * StrictMath.sin(x * 0.2) * StrictMath.cos(z * 0.3));
            hills[i * 3 + 2] = z;
            if (x < SIDE - 1 && z < SIDE - 1) {
                for (int offset : new int[] {0, SIDE, 1, 1, SIDE, SIDE + 1}) {
                    indices[corner++] = i + offset;
                }
            }
        }
        return VertexStream.of(MemorySegment.ofArray(hills), SIDE * SIDE, 12);
    }
}
