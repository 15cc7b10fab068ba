// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Function;

/**
 * Holds vertices in native memory, which is theirs alone: it goes as soon as others take their place. Not safe for
 * threads.
 */
final class QuantizedVertices implements AutoCloseable {

    private final Arena arena = Arena.ofConfined();
    private final int count;
    private final List<AttributeStream> streams;

    private QuantizedVertices(int count, Function<Arena, List<AttributeStream>> maker) {
        this.count = count;
        try {
            this.streams = maker.apply(arena);
        } catch (RuntimeException | Error failed) {
            arena.close();
            throw failed;
        }
    }

    static QuantizedVertices of(ViewMesh mesh, Grid grid) {
        return new QuantizedVertices(mesh.vertexCount(), own -> Quantizer.quantize(own, mesh, grid));
    }

    /** Return those that a table keeps. */
    QuantizedVertices remapped(MemorySegment table, int unique) {
        return new QuantizedVertices(
                unique,
                own -> streams.stream()
                        .map(stream -> stream.remapped(own, table, unique))
                        .toList());
    }

    QuantizedVertices copy() {
        return new QuantizedVertices(
                count, own -> streams.stream().map(stream -> stream.copied(own)).toList());
    }

    int count() {
        return count;
    }

    /** Return the attributes, positions first, and then those of morph targets. */
    List<AttributeStream> streams() {
        return streams;
    }

    @Override
    public void close() {
        arena.close();
    }
}
