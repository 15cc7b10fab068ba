// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns what morph targets add into small integers.
 *
 * <p>Errors at a weight of 1: positions half a step of the mesh's {@link Grid}, or 1/65,534 of the largest move where
 * that is more; normals and colours 1/254 of the largest change of a component. Those of several targets add up. An
 * attribute that a target does not change is left out.
 */
final class MorphQuantizer {

    private static final int POSITION_STEPS = 0x7fff;
    private static final int OTHER_STEPS = 0x7f;

    private final Arena arena;
    private final int count;
    private final double step;

    private MorphQuantizer(Arena arena, int count, double step) {
        this.arena = arena;
        this.count = count;
        this.step = step;
    }

    static List<AttributeStream> quantize(Arena arena, ViewMesh mesh, Grid grid) {
        MorphQuantizer quantizer = new MorphQuantizer(arena, mesh.vertexCount(), grid.step());
        List<AttributeStream> streams = new ArrayList<>();
        for (int i = 0; i < mesh.targets().size(); i++) {
            for (Map.Entry<Semantic, VertexData> entry : mesh.targets().get(i).entrySet()) {
                float largest = largest(entry.getValue().cursor(entry.getKey()));
                if (largest > 0) {
                    streams.add(quantizer.stream(i, entry.getKey(), entry.getValue(), largest));
                }
            }
        }
        return streams;
    }

    private static float largest(VertexCursor run) {
        float largest = 0;
        while (run.next()) {
            for (int i = 0; i < run.length(); i++) {
                float delta = run.numbers()[i];
                if (!Float.isFinite(delta)) {
                    throw ViewMesh.bad("target", delta, "a finite number");
                }
                largest = Math.max(largest, Math.abs(delta));
            }
        }
        return largest;
    }

    private AttributeStream stream(int target, Semantic semantic, VertexData deltas, float largest) {
        boolean wide = semantic == Semantic.POSITION;
        int steps = wide ? POSITION_STEPS : OTHER_STEPS;
        // In steps of the grid a target moves vertices from one place of the grid to another.
        float scale = (float) (wide ? Math.max(step, largest / (double) steps) : largest / (double) steps);
        int size = wide ? 8 : 4;
        MemorySegment data = arena.allocate((long) count * size, 16);
        int width = semantic.width();
        for (VertexCursor run = deltas.cursor(semantic); run.next(); ) {
            for (int i = 0; i < run.length(); i++) {
                // A scale below what a float holds is 0: then nothing that could be seen is lost.
                long nearest = scale > 0 ? Math.clamp(Math.round(run.numbers()[i] / (double) scale), -steps, steps) : 0;
                long vertex = run.first() + i / width;
                int component = i % width;
                if (wide) {
                    data.set(JAVA_SHORT, vertex * 8 + component * 2, (short) nearest);
                } else {
                    data.set(JAVA_BYTE, vertex * 4 + component, (byte) nearest);
                }
            }
        }
        int type = wide ? AttributeStream.SINT16 : AttributeStream.SINT8;
        return new AttributeStream(target, semantic, data, count, size, type, null, Quantizer.scaled(width, scale));
    }
}
