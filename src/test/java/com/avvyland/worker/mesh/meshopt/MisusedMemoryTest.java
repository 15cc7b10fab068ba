// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Memory that native code must not touch, and streams that are not ones. */
class MisusedMemoryTest {

    private static final MemorySegment TWO_TRIANGLES = MemorySegment.ofArray(new int[] {0, 1, 2, 1, 3, 2});

    private static MemorySegment room() {
        return MemorySegment.ofArray(new int[64]);
    }

    @Test
    void memoryThatIsGoneOrAnothersOrReadOnlyOrSharedByTwoArgumentsIsRefused() throws Exception {
        MemorySegment closed;
        try (Arena arena = Arena.ofConfined()) {
            closed = arena.allocate(64, 4);
        }
        assertThatThrownBy(() -> Ordering.optimizeVertexCache(closed, TWO_TRIANGLES, 4))
                .isInstanceOf(MeshoptException.class)
                .hasMessage("destination: closed (expected: memory of an open arena)");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment own = arena.allocateFrom(ValueLayout.JAVA_INT, 0, 1, 2, 1, 3, 2);
            AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
            Thread other = new Thread(() -> {
                try {
                    Ordering.optimizeVertexCache(room(), own, 4);
                } catch (MeshoptException e) {
                    thrown.set(e);
                }
            });
            other.start();
            other.join();
            assertThat(thrown.get())
                    .hasMessage("indices: another thread's (expected: memory that this thread may use)");
            assertThatThrownBy(() -> Ordering.optimizeVertexCache(own.asReadOnly(), TWO_TRIANGLES, 4))
                    .isInstanceOf(MeshoptException.class)
                    .hasMessage("destination: read-only (expected: memory that can be written)");
            assertThatThrownBy(() -> Ordering.optimizeVertexCache(own, own, 4))
                    .isInstanceOf(MeshoptException.class)
                    .hasMessage("destination: overlapping (expected: memory apart from every other argument)");
            MemorySegment odd = arena.allocate(65, 4).asSlice(1);
            assertThatThrownBy(() -> Ordering.optimizeVertexCache(odd, own, 4))
                    .isInstanceOf(MeshoptException.class)
                    .hasMessage("destination: unaligned (expected: an address that is a multiple of 4)");
        }
    }

    @Test
    void streamsThatAreNotOnesAreRefusedWithTheirFault() {
        byte[] code = IndexCodec.encodeIndexBuffer(TWO_TRIANGLES, 4);
        byte[] other = code.clone();
        other[0] = 0;
        assertThatThrownBy(() -> Meshopt.decodeIndexBuffer(other, 6, 4))
                .hasMessage("data: unknown header (expected: a meshopt stream of this count and stride)");
        assertThatThrownBy(() -> Meshopt.decodeIndexBuffer(java.util.Arrays.copyOf(code, 12), 6, 4))
                .hasMessageStartingWith("data: ends too early");
        assertThatThrownBy(() -> Meshopt.decodeIndexBuffer(java.util.Arrays.copyOf(code, 60), 6, 4))
                .isInstanceOf(MeshoptException.class);
        assertThatThrownBy(() -> Meshopt.decodeVertexBuffer(new byte[0], 0, 4)).isInstanceOf(MeshoptException.class);
    }

    @Test
    void aFailedDecodeLeavesAHeapArrayAsItWas() {
        byte[] code = IndexCodec.encodeIndexBuffer(TWO_TRIANGLES, 4);
        int[] destination = {9, 9, 9, 9, 9, 9};
        assertThatThrownBy(() -> IndexCodec.decodeIndexBuffer(
                        MemorySegment.ofArray(destination), 6, 4, MemorySegment.ofArray(code), 3))
                .isInstanceOf(MeshoptException.class);
        assertThat(destination).containsOnly(9);
    }
}
