// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.gltf.StoredElements;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeldTest {

    private static final int TRIANGLES = 4;
    private static final int POINTS = 0;

    /**
     * One weld after the other over one buffer, as primitives share it; fewer corners than vertices and more. The second
     * comes to where its numbers begin again.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, Integer.MAX_VALUE - 100})
    void leavesWhatAWeldByTheBookLeaves(int base) {
        var random = new Random(1);
        var weld = new Weld(base);
        for (int round = 0; round < 300; round++) {
            int vertices = 1 + random.nextInt(round % 20 == 0 ? 9000 : 40);
            byte[] values = new byte[vertices * 2];
            int distinct = 1 + random.nextInt(20);
            for (int i = 0; i < values.length; i++) {
                values[i] = (byte) random.nextInt(distinct);
            }
            int[] corners = random.ints(3L * (1 + random.nextInt(vertices)), 0, vertices)
                    .toArray();
            int mode = random.nextInt(4) == 0 ? POINTS : TRIANGLES;

            Welded welded = weld.weld(
                    List.of(new StoredElements(values, 0, 2, 2, vertices)),
                    vertices,
                    new Corners.Listed(corners),
                    mode);

            Expected expected = Expected.of(values, corners, mode);
            assertThat(read(welded)).as("round %d", round).isEqualTo(expected.corners());
            assertThat(order(welded)).as("round %d", round).isEqualTo(expected.order());
            assertThat(welded.cornerCount()).isEqualTo(expected.corners().length);
            assertThat(welded.dropped() * 3).isEqualTo(corners.length - expected.corners().length);
        }
    }

    private static int[] read(Welded welded) {
        IntStream all = IntStream.empty();
        for (int from = 0; from < welded.corners().count(); from += 6) {
            int[] run = new int[6];
            int some = welded.read(from, run);
            all = IntStream.concat(all, Arrays.stream(run, 0, some));
        }
        return all.toArray();
    }

    private static int[] order(Welded welded) {
        int[] order = welded.order();
        return order == null ? IntStream.range(0, welded.vertices()).toArray() : order;
    }

    /** What docs/canonical-glb.md says, with maps. */
    @SuppressWarnings("ArrayRecordComponent") // a test's own
    private record Expected(int[] corners, int[] order) {

        static Expected of(byte[] values, int[] corners, int mode) {
            Map<Integer, Integer> firstOf = new HashMap<>();
            int[] first = Arrays.stream(corners)
                    .map(vertex ->
                            firstOf.computeIfAbsent(values[vertex * 2] << 8 | values[vertex * 2 + 1], _ -> vertex))
                    .toArray();
            List<Integer> kept = new ArrayList<>();
            int step = mode == TRIANGLES ? 3 : 1;
            for (int i = 0; i < first.length; i += step) {
                List<Integer> face = Arrays.stream(first, i, i + step).boxed().toList();
                if (face.stream().distinct().count() == step) {
                    kept.addAll(face);
                }
            }
            Map<Integer, Integer> numbers = new LinkedHashMap<>();
            int[] numbered = kept.stream()
                    .mapToInt(vertex -> numbers.computeIfAbsent(vertex, _ -> numbers.size()))
                    .toArray();
            return new Expected(
                    numbered,
                    numbers.keySet().stream().mapToInt(Integer::intValue).toArray());
        }
    }
}
