// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JoinedDataTest {

    /** Vertices of each part: none, one, and more and fewer than a run has. */
    private static final int[] SIZES = {0, 1, 5000, 0, 0, 3, 2048, 700, 0};

    private final List<ViewMesh> parts = new ArrayList<>();
    private final float[] numbers = new float[Arrays.stream(SIZES).sum() * 3];
    private final int[] indices = new int[numbers.length / 3];

    JoinedDataTest() {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
            indices[i / 3] = i / 3;
        }
        int from = 0;
        for (int size : SIZES) {
            int[] own = new int[size];
            Arrays.setAll(own, i -> i);
            parts.add(ViewMesh.of(
                    Map.of(Semantic.POSITION, Arrays.copyOfRange(numbers, from * 3, (from + size) * 3)),
                    List.of(),
                    PrimitiveMode.POINTS,
                    own,
                    -1));
            from += size;
        }
    }

    @Test
    void numbersOfPartsFollowEachOtherHoweverTheyAreRead() {
        VertexData joined = PartJoiner.join(parts).positions();
        assertThat(joined.toArray()).isEqualTo(numbers);
        int vertices = 0;
        for (VertexCursor run = joined.cursor(Semantic.POSITION); run.next(); ) {
            assertThat(Arrays.copyOf(run.numbers(), run.length()))
                    .isEqualTo(Arrays.copyOfRange(numbers, run.first() * 3, (run.first() + run.count()) * 3));
            vertices += run.count();
        }
        assertThat(vertices).isEqualTo(indices.length);
    }

    @Test
    void indicesOfPartsNameTheVerticesOfAll() {
        IndexData joined = PartJoiner.join(parts).indices();
        assertThat(joined.toArray()).isEqualTo(indices);
        int[] some = new int[10];
        joined.read(4998, some, 3, 7);
        assertThat(some).containsExactly(0, 0, 0, 4998, 4999, 5000, 5001, 5002, 5003, 5004);
    }
}
