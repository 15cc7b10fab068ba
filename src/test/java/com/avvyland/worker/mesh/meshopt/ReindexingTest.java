// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReindexingTest {

    private static final int DROPPED = -1;

    /** The definition in Java: equal bytes are one vertex, numbered by first use; what no index names is dropped. */
    private static int reference(int[] table, int @Nullable [] indices, byte[][] vertices) {
        Arrays.fill(table, DROPPED);
        Map<ByteBuffer, Integer> known = new HashMap<>();
        int uses = indices == null ? table.length : indices.length;
        for (int i = 0; i < uses; i++) {
            int vertex = indices == null ? i : indices[i];
            Integer before = known.putIfAbsent(ByteBuffer.wrap(vertices[vertex]), known.size());
            table[vertex] = before == null ? known.size() - 1 : before;
        }
        return known.size();
    }

    private static byte[][] randomVertices(Random random, int count, int size) {
        byte[][] vertices = new byte[count][size];
        for (byte[] vertex : vertices) {
            vertex[random.nextInt(size)] = (byte) random.nextInt(3);
            vertex[size - 1] = (byte) random.nextInt(2);
        }
        return vertices;
    }

    private static byte[] flat(byte[][] vertices, int size) {
        ByteBuffer all = ByteBuffer.allocate(vertices.length * size);
        for (byte[] vertex : vertices) {
            all.put(vertex, 0, size);
        }
        return all.array();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7, 12, 32, 256})
    void weldsAsTheDefinitionSays(int size) {
        Random random = new Random(size);
        for (int round = 0; round < 50; round++) {
            int count = 1 + random.nextInt(300);
            byte[][] vertices = randomVertices(random, count, size);
            int[] indices = random.nextBoolean()
                    ? null
                    : random.ints(random.nextInt(600), 0, count).toArray();
            int[] expected = new int[count];
            int unique = reference(expected, indices, vertices);
            int[] actual = new int[count];
            int found = Reindexing.generateVertexRemap(
                    MemorySegment.ofArray(actual),
                    indices == null ? null : MemorySegment.ofArray(indices),
                    VertexStream.of(MemorySegment.ofArray(flat(vertices, size)), count, size));
            assertThat(found).isEqualTo(unique);
            assertThat(actual).isEqualTo(expected);
        }
    }

    @Test
    void weldsOverSeveralStreamsAndIgnoresTheGaps() {
        Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            int count = 1 + random.nextInt(200);
            byte[][] first = randomVertices(random, count, 12);
            byte[][] second = randomVertices(random, count, 3);
            byte[][] together = new byte[count][];
            byte[] gapped = new byte[count * 8];
            random.nextBytes(gapped);
            for (int i = 0; i < count; i++) {
                together[i] =
                        ByteBuffer.allocate(15).put(first[i]).put(second[i]).array();
                System.arraycopy(second[i], 0, gapped, i * 8, 3);
            }
            int[] expected = new int[count];
            int unique = reference(expected, null, together);
            int[] actual = new int[count];
            int found = Reindexing.generateVertexRemapMulti(
                    MemorySegment.ofArray(actual),
                    null,
                    List.of(
                            VertexStream.of(MemorySegment.ofArray(flat(first, 12)), count, 12),
                            new VertexStream(MemorySegment.ofArray(gapped), count, 3, 8)));
            assertThat(found).isEqualTo(unique);
            assertThat(actual).isEqualTo(expected);
        }
    }

    @Test
    void aWeldedMeshHasTheSameTrianglesOverFewerVertices() {
        TestingMesh mesh = TestingMesh.shuffled(20, 1);
        int[] table = new int[mesh.vertexCount()];
        MemorySegment remap = MemorySegment.ofArray(table);
        int unique = Reindexing.generateVertexRemap(remap, MemorySegment.ofArray(mesh.indices()), mesh.stream());
        assertThat(unique).isEqualTo(21 * 21);
        float[] positions = new float[unique * 3];
        int[] indices = new int[mesh.indices().length];
        Reindexing.remapVertexBuffer(MemorySegment.ofArray(positions), mesh.stream(), remap);
        Reindexing.remapIndexBuffer(MemorySegment.ofArray(indices), MemorySegment.ofArray(mesh.indices()), remap);
        for (int i = 0; i < indices.length; i++) {
            for (int axis = 0; axis < 3; axis++) {
                assertThat(positions[indices[i] * 3 + axis]).isEqualTo(mesh.positions()[mesh.indices()[i] * 3 + axis]);
            }
        }
        int[] unindexed = new int[table.length];
        Reindexing.remapIndexBuffer(MemorySegment.ofArray(unindexed), null, remap);
        assertThat(unindexed).isEqualTo(table);
    }

    @Test
    void nativeMemoryIsUsedInPlaceAndGivesTheSame() {
        TestingMesh mesh = TestingMesh.shuffled(8, 2);
        int[] expected = new int[mesh.vertexCount()];
        int unique = Reindexing.generateVertexRemap(MemorySegment.ofArray(expected), null, mesh.stream());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_FLOAT, mesh.positions());
            MemorySegment table = arena.allocate(ValueLayout.JAVA_INT, mesh.vertexCount());
            assertThat(Reindexing.generateVertexRemap(table, null, VertexStream.of(data, mesh.vertexCount(), 12)))
                    .isEqualTo(unique);
            assertThat(table.toArray(ValueLayout.JAVA_INT)).isEqualTo(expected);
        }
    }
}
