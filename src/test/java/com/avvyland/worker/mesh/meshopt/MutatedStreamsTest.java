// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.mesh.meshopt.VertexCodec.Version;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Decodes 200,000 damaged streams: each is refused, or gives indices that the mesh has; none writes past its end. */
class MutatedStreamsTest {

    private static final int STREAMS = 200_000;
    private static final int GUARD = 64;
    private static final byte MARK = 0x5a;

    private final Random random = new Random(20261123);
    private int refused;
    private int decoded;

    @Test
    void noDamagedStreamDoesHarm() {
        TestingMesh mesh = TestingMesh.welded(6, 1);
        int indexCount = mesh.indices().length;
        byte[] triangles = IndexCodec.encodeIndexBuffer(MemorySegment.ofArray(mesh.indices()), mesh.vertexCount());
        byte[] sequence = IndexCodec.encodeIndexSequence(MemorySegment.ofArray(mesh.indices()), mesh.vertexCount());
        byte[] old = VertexCodec.encodeVertexBuffer(mesh.stream(), 0, Version.V0);
        byte[] vertices = VertexCodec.encodeVertexBuffer(mesh.stream(), 3, Version.V1);
        for (int i = 0; i < STREAMS / 4; i++) {
            int width = random.nextBoolean() ? 2 : 4;
            decode(triangles, indexCount, width, (result, data) -> {
                IndexCodec.decodeIndexBuffer(result, indexCount, width, data, mesh.vertexCount());
                requireIndices(result, indexCount, width, mesh.vertexCount());
            });
            decode(sequence, indexCount, width, (result, data) -> {
                IndexCodec.decodeIndexSequence(result, indexCount, width, data, mesh.vertexCount());
                requireIndices(result, indexCount, width, mesh.vertexCount());
            });
            decode(
                    old,
                    mesh.vertexCount(),
                    12,
                    (result, data) -> VertexCodec.decodeVertexBuffer(result, mesh.vertexCount(), 12, data));
            decode(
                    vertices,
                    mesh.vertexCount(),
                    12,
                    (result, data) -> VertexCodec.decodeVertexBuffer(result, mesh.vertexCount(), 12, data));
        }
        assertThat(refused + decoded).isEqualTo(STREAMS);
        assertThat(refused).isGreaterThan(STREAMS / 5);
        assertThat(decoded).isGreaterThan(STREAMS / 20);
    }

    private interface Decode {
        void run(MemorySegment result, MemorySegment data);
    }

    private void decode(byte[] original, int count, int stride, Decode decode) {
        byte[] damaged = damage(original);
        long bytes = (long) count * stride;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(bytes + 2 * GUARD, 16).fill(MARK);
            // The stream ends where its memory ends, so that reading on is noticed under a checking allocator.
            MemorySegment data = arena.allocate(damaged.length).copyFrom(MemorySegment.ofArray(damaged));
            try {
                decode.run(memory.asSlice(GUARD, bytes), data);
                decoded++;
            } catch (MeshoptException expected) {
                assertThat(expected.getMessage()).contains("(expected: ");
                refused++;
            }
            for (int i = 0; i < GUARD; i++) {
                if (memory.get(ValueLayout.JAVA_BYTE, i) != MARK
                        || memory.get(ValueLayout.JAVA_BYTE, GUARD + bytes + i) != MARK) {
                    throw new AssertionError("written past the end: " + Arrays.toString(damaged));
                }
            }
        }
    }

    private static void requireIndices(MemorySegment result, int count, int width, int vertexCount) {
        for (int i = 0; i < count; i++) {
            long index = width == 4
                    ? Integer.toUnsignedLong(result.getAtIndex(ValueLayout.JAVA_INT, i))
                    : result.getAtIndex(ValueLayout.JAVA_SHORT, i) & 0xffff;
            if (index >= vertexCount) {
                throw new AssertionError("index " + index);
            }
        }
    }

    private byte[] damage(byte[] original) {
        byte[] damaged = random.nextInt(8) == 0
                ? Arrays.copyOf(original, random.nextInt(original.length + 8))
                : original.clone();
        for (int i = random.nextInt(6); i > 0 && damaged.length > 0; i--) {
            int at = random.nextInt(damaged.length);
            damaged[at] = (byte) (random.nextBoolean() ? random.nextInt() : damaged[at] ^ 1 << random.nextInt(8));
        }
        return damaged;
    }
}
