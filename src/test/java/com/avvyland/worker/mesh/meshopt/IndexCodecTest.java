// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IndexCodecTest {

    private static int[] ints(byte[] decoded) {
        int[] indices = new int[decoded.length / 4];
        ByteBuffer.wrap(decoded).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(indices);
        return indices;
    }

    @Test
    void trianglesComeBackAsTheSameTriangles() {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            int vertexCount = 1 + random.nextInt(70_000);
            int[] indices =
                    random.ints(random.nextInt(200) * 3L, 0, vertexCount).toArray();
            byte[] code = IndexCodec.encodeIndexBuffer(MemorySegment.ofArray(indices), vertexCount);
            int[] decoded = ints(Meshopt.decodeIndexBuffer(code, indices.length, 4, vertexCount));
            assertThat(TestingMesh.triangles(decoded)).isEqualTo(TestingMesh.triangles(indices));
            for (int i = 0; i < indices.length; i += 3) {
                assertThat(TestingMesh.triangles(Arrays.copyOfRange(decoded, i, i + 3)))
                        .isEqualTo(TestingMesh.triangles(Arrays.copyOfRange(indices, i, i + 3)));
            }
        }
    }

    @Test
    void anOrderedMeshTakesLessThanTwoBytesATriangle() {
        TestingMesh mesh = TestingMesh.welded(64, 9);
        int[] strip = new int[mesh.indices().length];
        Ordering.optimizeVertexCacheStrip(
                MemorySegment.ofArray(strip), MemorySegment.ofArray(mesh.indices()), mesh.vertexCount());
        int[] table = new int[mesh.vertexCount()];
        Ordering.optimizeVertexFetchRemap(
                MemorySegment.ofArray(table), MemorySegment.ofArray(strip), mesh.vertexCount());
        Reindexing.remapIndexBuffer(
                MemorySegment.ofArray(strip), MemorySegment.ofArray(strip.clone()), MemorySegment.ofArray(table));
        byte[] code = IndexCodec.encodeIndexBuffer(MemorySegment.ofArray(strip), mesh.vertexCount());
        assertThat(code.length).isLessThan(strip.length / 3 * 2);
        assertThat(code[0]).as("triangles, version 1").isEqualTo((byte) 0xe1);
    }

    @Test
    void sequencesComeBackExactly() {
        Random random = new Random(2);
        for (int round = 0; round < 300; round++) {
            int vertexCount = 1 + random.nextInt(70_000);
            int[] indices = random.ints(random.nextInt(500), 0, vertexCount).toArray();
            byte[] code = IndexCodec.encodeIndexSequence(MemorySegment.ofArray(indices), vertexCount);
            assertThat(ints(Meshopt.decodeIndexSequence(code, indices.length, 4, vertexCount)))
                    .isEqualTo(indices);
        }
    }

    @Test
    void shortIndicesDecodeToTheSameNumbers() {
        int[] indices = IntStream.range(0, 999).map(i -> i * 7 % 60_000).toArray();
        byte[] code = IndexCodec.encodeIndexSequence(MemorySegment.ofArray(indices), 60_000);
        byte[] decoded = Meshopt.decodeIndexSequence(code, indices.length, 2, 60_000);
        ByteBuffer shorts = ByteBuffer.wrap(decoded).order(ByteOrder.LITTLE_ENDIAN);
        for (int index : indices) {
            assertThat(shorts.getShort() & 0xffff).isEqualTo(index);
        }
    }

    @Test
    void anIndexThatTheMeshDoesNotHaveIsRefusedAfterDecoding() {
        byte[] triangles = IndexCodec.encodeIndexBuffer(MemorySegment.ofArray(new int[] {0, 1, 2}), 3);
        assertThatThrownBy(() -> Meshopt.decodeIndexBuffer(triangles, 3, 4, 2))
                .isInstanceOf(MeshoptException.class)
                .hasMessage("decoded: index 2 (expected: less than 2)");
        assertThatThrownBy(() -> Meshopt.decodeIndexBuffer(triangles, 3, 2, 2))
                .isInstanceOf(MeshoptException.class)
                .hasMessage("decoded: index 2 (expected: less than 2)");
        byte[] sequence = IndexCodec.encodeIndexSequence(MemorySegment.ofArray(new int[] {0, 70_000}), 70_001);
        assertThatThrownBy(() -> Meshopt.decodeIndexSequence(sequence, 2, 4, 70_000))
                .isInstanceOf(MeshoptException.class)
                .hasMessage("decoded: index 70000 (expected: less than 70000)");
        assertThat(Meshopt.decodeIndexSequence(sequence, 2, 4)).hasSize(8);
    }

    @Test
    void decodesFromNativeMemoryIntoNativeMemory() {
        int[] indices = {0, 1, 2, 2, 1, 3};
        byte[] code = IndexCodec.encodeIndexBuffer(MemorySegment.ofArray(indices), 4);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment source = arena.allocateFrom(ValueLayout.JAVA_BYTE, code);
            MemorySegment result = arena.allocate(ValueLayout.JAVA_INT, indices.length);
            IndexCodec.decodeIndexBuffer(result, indices.length, 4, source, 4);
            assertThat(TestingMesh.triangles(result.toArray(ValueLayout.JAVA_INT)))
                    .isEqualTo(TestingMesh.triangles(indices));
        }
    }
}
