// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.mesh.meshopt.VertexCodec.Version;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VertexCodecTest {

    @ParameterizedTest
    @EnumSource
    void everyStrideAndLevelComesBackExactly(Version version) {
        Random random = new Random(4);
        for (int stride = 4; stride <= 256; stride += 4) {
            for (int level = 0; level <= 3; level++) {
                int count = random.nextInt(600);
                byte[] vertices = smooth(random, count, stride);
                byte[] code = VertexCodec.encodeVertexBuffer(
                        VertexStream.of(MemorySegment.ofArray(vertices), count, stride), level, version);
                assertThat(code[0]).isEqualTo((byte) (0xa0 | version.ordinal()));
                assertThat(Meshopt.decodeVertexBuffer(code, count, stride)).isEqualTo(vertices);
            }
        }
    }

    private static byte[] smooth(Random random, int count, int stride) {
        byte[] vertices = new byte[count * stride];
        for (int i = 0; i < vertices.length; i++) {
            byte before = i < stride ? 0 : vertices[i - stride];
            vertices[i] = (byte) (before + (random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(3)));
        }
        return vertices;
    }

    @Test
    void aHigherLevelIsNotLargerAndVersionOneIsSmaller() {
        int count = 20_000;
        byte[] vertices = new byte[count * 8];
        for (int i = 0; i < vertices.length; i++) {
            vertices[i] = (byte) (i / 8 * (i % 8 == 0 ? 3 : 1) >> i % 3);
        }
        VertexStream stream = VertexStream.of(MemorySegment.ofArray(vertices), count, 8);
        int fast = VertexCodec.encodeVertexBuffer(stream, 0, Version.V1).length;
        int small = VertexCodec.encodeVertexBuffer(stream, 3, Version.V1).length;
        int old = VertexCodec.encodeVertexBuffer(stream, 3, Version.V0).length;
        assertThat(small).isLessThanOrEqualTo(fast).isLessThan(old);
    }

    @Test
    void noEncodableMeshIsRefusedForBeingTooSmall() {
        for (int stride : new int[] {4, 32, 36, 128, 256}) {
            int count = 1_000_000;
            byte[] zeros = new byte[count * stride];
            byte[] code = VertexCodec.encodeVertexBuffer(
                    VertexStream.of(MemorySegment.ofArray(zeros), count, stride), 3, Version.V1);
            assertThat(Meshopt.decodeVertexBuffer(code, count, stride)).isEqualTo(zeros);
        }
    }

    @Test
    void aClaimThatTheStreamCannotFulfilTakesNoMemory() {
        byte[] code = VertexCodec.encodeVertexBuffer(
                VertexStream.of(MemorySegment.ofArray(new byte[16]), 1, 16), 3, Version.V1);
        assertThatThrownBy(() -> Meshopt.decodeVertexBuffer(code, 8_000_000, 256))
                .isInstanceOf(MeshoptException.class)
                .hasMessage("data: %d bytes (expected: at least 2000000)".formatted(code.length));
        assertThatThrownBy(() -> Meshopt.decodeIndexBuffer(code, 600_000_000, 4))
                .isInstanceOf(MeshoptException.class)
                .hasMessageContaining("expected: at least 200000001");
        assertThatThrownBy(() -> Meshopt.decodeIndexSequence(code, 600_000_000, 4))
                .isInstanceOf(MeshoptException.class)
                .hasMessageContaining("expected: at least 600000001");
    }
}
