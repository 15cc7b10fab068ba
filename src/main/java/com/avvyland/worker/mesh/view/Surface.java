// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import com.avvyland.worker.mesh.meshopt.Ordering;
import com.avvyland.worker.mesh.meshopt.Reindexing;
import com.avvyland.worker.mesh.meshopt.Simplifying;
import com.avvyland.worker.mesh.meshopt.Simplifying.Simplified;
import com.avvyland.worker.mesh.meshopt.Simplifying.Target;
import com.avvyland.worker.mesh.meshopt.VertexStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds quantised points, lines or triangles in native memory, and takes the steps that make them small. Each step goes
 * from one of two buffers of indices to the other, and from vertices to others in their place, so that a part is in
 * memory twice at most.
 *
 * <p>Indices have 32 bits each and are below the number of vertices. Not safe for threads.
 */
final class Surface implements AutoCloseable {

    private final Arena arena = Arena.ofConfined();
    private final PrimitiveMode mode;
    private QuantizedVertices vertices;
    private MemorySegment filled;
    /** None until the first step needs it: a part is read from its file before, whose pages count too. */
    private @Nullable MemorySegment spare;

    private int indexCount;

    private Surface(PrimitiveMode mode, QuantizedVertices vertices, int indexCount) {
        this.mode = mode;
        this.vertices = vertices;
        this.indexCount = indexCount;
        try {
            this.filled = arena.allocate(JAVA_INT, indexCount);
        } catch (RuntimeException | Error none) {
            close();
            throw none;
        }
    }

    /** Quantise a part. */
    static Surface of(ViewMesh mesh, Grid grid) {
        var surface = new Surface(
                mesh.mode(), QuantizedVertices.of(mesh, grid), mesh.indices().length());
        try {
            for (IndexCursor run = mesh.indices().cursor(); run.next(); ) {
                MemorySegment.copy(run.indices(), 0, surface.filled, JAVA_INT, run.first() * 4L, run.count());
            }
            return surface;
        } catch (RuntimeException | Error failed) {
            surface.close();
            throw failed;
        }
    }

    Surface copy() {
        var copy = new Surface(mode, vertices.copy(), indexCount);
        copy.filled.copyFrom(indices());
        return copy;
    }

    PrimitiveMode mode() {
        return mode;
    }

    int vertexCount() {
        return vertices.count();
    }

    /** Return the attributes of the vertices and of their morph targets, until the next step. */
    List<AttributeStream> attributes() {
        return vertices.streams();
    }

    int indexCount() {
        return indexCount;
    }

    /** Return the indices, until the next step. */
    MemorySegment indices() {
        return filled.asSlice(0, indexCount * 4L);
    }

    /** Make one vertex of those that rounding made equal, and drop triangles that it made lines. */
    void weld() {
        try (Arena own = Arena.ofConfined()) {
            MemorySegment table = own.allocate(JAVA_INT, vertexCount());
            List<VertexStream> open = new ArrayList<>(
                    attributes().stream().map(AttributeStream::vertices).toList());
            int unique = weld(table, open);
            // More targets than meshoptimizer compares at once: what is equal so far is one number of the next round.
            while (!open.isEmpty()) {
                MemorySegment numbers = table;
                table = own.allocate(JAVA_INT, vertexCount());
                open.addFirst(VertexStream.of(numbers, vertexCount(), Integer.BYTES));
                unique = weld(table, open);
            }
            remap(table, unique);
        }
        if (mode == PrimitiveMode.TRIANGLES) {
            dropLines();
        }
    }

    private int weld(MemorySegment table, List<VertexStream> open) {
        List<VertexStream> streams = open.subList(0, Math.min(open.size(), Reindexing.MAX_STREAMS));
        int unique = Reindexing.generateVertexRemapMulti(table, indices(), streams);
        streams.clear();
        return unique;
    }

    private void dropLines() {
        int kept = 0;
        for (int i = 0; i < indexCount; i += 3) {
            int a = filled.getAtIndex(JAVA_INT, i);
            int b = filled.getAtIndex(JAVA_INT, i + 1);
            int c = filled.getAtIndex(JAVA_INT, i + 2);
            if (a != b && b != c && c != a) {
                filled.setAtIndex(JAVA_INT, kept++, a);
                filled.setAtIndex(JAVA_INT, kept++, b);
                filled.setAtIndex(JAVA_INT, kept++, c);
            }
        }
        indexCount = kept;
    }

    /** Order triangles for the codec, and vertices by first use; vertices without use are dropped. Lines keep their order. */
    void order() {
        if (mode == PrimitiveMode.TRIANGLES) {
            strip();
        }
        try (Arena own = Arena.ofConfined()) {
            MemorySegment table = own.allocate(JAVA_INT, vertexCount());
            int used = Ordering.optimizeVertexFetchRemap(table, indices(), vertexCount());
            remap(table, used);
        }
    }

    /** Order triangles for the codec, over the same vertices. */
    void strip() {
        MemorySegment ordered = spare();
        Ordering.optimizeVertexCacheStrip(ordered, indices(), vertexCount());
        fill(ordered);
    }

    /** Leave fewer triangles, over the same vertices, and return the error. */
    float simplify(GridPositions positions, Target target) {
        MemorySegment fewer = spare();
        Simplified simplified = Simplifying.simplify(fewer, indices(), positions.points(), target);
        fill(fewer);
        indexCount = simplified.indexCount();
        return simplified.error();
    }

    private void remap(MemorySegment table, int unique) {
        MemorySegment renumbered = spare();
        Reindexing.remapIndexBuffer(renumbered, indices(), table);
        fill(renumbered);
        QuantizedVertices before = vertices;
        vertices = before.remapped(table, unique);
        before.close();
    }

    private MemorySegment spare() {
        MemorySegment free = spare;
        return free == null ? arena.allocate(JAVA_INT, filled.byteSize() / Integer.BYTES) : free;
    }

    private void fill(MemorySegment free) {
        spare = filled;
        filled = free;
    }

    @Override
    public void close() {
        vertices.close();
        arena.close();
    }
}
