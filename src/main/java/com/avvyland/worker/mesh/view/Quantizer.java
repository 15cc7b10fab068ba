// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static com.avvyland.worker.mesh.view.AttributeStream.BASE;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import com.avvyland.worker.mesh.meshopt.VertexFilter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the floats of a mesh into small integers.
 *
 * <p>Errors: positions half a step of their {@link Grid}; normals and tangents 0.5 degrees (8-bit octahedra); texture
 * coordinates 1/8,190 of a texture, or half of 1/65,535 of their range where that is above 16; colours and weights
 * 1/510; what morph targets add, see {@link MorphQuantizer}.
 */
final class Quantizer {

    /** 4,096 steps a texture: a quarter of a texel of 1,024 pixels. */
    private static final int UV_STEPS = (1 << 12) - 1;

    private static final int DIRECTION_BITS = 8;

    private final Arena arena;
    private final int count;

    private Quantizer(Arena arena, int count) {
        this.arena = arena;
        this.count = count;
    }

    /** Return the attributes of a mesh, positions first, and then those of its morph targets. */
    static List<AttributeStream> quantize(Arena arena, ViewMesh mesh, Grid grid) {
        Quantizer quantizer = new Quantizer(arena, mesh.vertexCount());
        List<AttributeStream> streams = new ArrayList<>();
        mesh.attributes().forEach((semantic, values) -> streams.add(quantizer.stream(semantic, values, grid)));
        streams.addAll(MorphQuantizer.quantize(arena, mesh, grid));
        return streams;
    }

    private AttributeStream stream(Semantic semantic, VertexData values, Grid grid) {
        return switch (semantic) {
            case POSITION -> positions(values, grid);
            case NORMAL, TANGENT -> directions(semantic, values);
            case TEXCOORD_0, TEXCOORD_1 -> uvs(semantic, values);
            case COLOR_0, WEIGHTS_0 -> bytes(semantic, values);
            case JOINTS_0 -> joints(values);
        };
    }

    private AttributeStream positions(VertexData positions, Grid grid) {
        MemorySegment data = arena.allocate(count * 8L, 16);
        for (VertexCursor run = positions.cursor(Semantic.POSITION); run.next(); ) {
            for (int i = 0; i < run.count(); i++) {
                for (int axis = 0; axis < 3; axis++) {
                    int value = grid.value(run.numbers()[i * 3 + axis], axis);
                    data.set(JAVA_SHORT, (run.first() + i) * 8L + axis * 2, (short) value);
                }
            }
        }
        return base(Semantic.POSITION, data, 8, AttributeStream.UINT16, null, grid.dequantization());
    }

    /** The filter keeps a fourth number in eight bits: the sign of a tangent. */
    private AttributeStream directions(Semantic semantic, VertexData vectors) {
        int width = semantic.width();
        MemorySegment data = arena.allocate(count * 4L, 16);
        VertexCursor run = vectors.cursor(semantic);
        try (Arena own = Arena.ofConfined()) {
            MemorySegment floats = own.allocate(run.numbers().length / width * 16L, 16);
            while (run.next()) {
                for (int i = 0; i < run.count(); i++) {
                    MemorySegment.copy(run.numbers(), i * width, floats, JAVA_FLOAT, i * 16L, width);
                }
                MemorySegment encoded = data.asSlice(run.first() * 4L, run.count() * 4L);
                VertexFilter.OCT.encode(encoded, run.count(), 4, DIRECTION_BITS, floats);
            }
        }
        return base(semantic, data, 4, AttributeStream.SINT8, "oct", scaled(width, 1f / 127));
    }

    private AttributeStream uvs(Semantic semantic, VertexData uvs) {
        float[] min = {Float.MAX_VALUE, Float.MAX_VALUE};
        float[] max = {-Float.MAX_VALUE, -Float.MAX_VALUE};
        for (VertexCursor run = uvs.cursor(semantic); run.next(); ) {
            for (int i = 0; i < run.length(); i++) {
                float uv = run.numbers()[i];
                if (!Float.isFinite(uv)) {
                    throw ViewMesh.bad("uv", uv, "a finite number");
                }
                min[i % 2] = Math.min(min[i % 2], uv);
                max[i % 2] = Math.max(max[i % 2], uv);
            }
        }
        float[] step = {uvStep(max[0] - min[0]), uvStep(max[1] - min[1])};
        MemorySegment data = arena.allocate(count * 4L, 16);
        for (VertexCursor run = uvs.cursor(semantic); run.next(); ) {
            for (int i = 0; i < run.length(); i++) {
                long nearest = Math.round(((double) run.numbers()[i] - min[i % 2]) / step[i % 2]);
                data.set(JAVA_SHORT, run.first() * 4L + i * 2L, (short) Math.clamp(nearest, 0, 0xffff));
            }
        }
        Map<String, Object> q = Map.of("o", List.of(min[0], min[1]), "s", List.of(step[0], step[1]));
        return base(semantic, data, 4, AttributeStream.UINT16, null, q);
    }

    /** Coordinates within one texture get finer steps, those that repeat it up to the sixteen bits that there are. */
    private static float uvStep(float range) {
        if (range <= 1) {
            return range > 0 ? range / UV_STEPS : 1;
        }
        return Math.max(1f / UV_STEPS, range / 0xffff);
    }

    private AttributeStream joints(VertexData joints) {
        boolean wide = false;
        for (VertexCursor run = joints.cursor(Semantic.JOINTS_0); run.next(); ) {
            for (int i = 0; i < run.length(); i++) {
                wide |= run.numbers()[i] > 0xff;
            }
        }
        MemorySegment data = arena.allocate(count * (wide ? 8L : 4L), 16);
        for (VertexCursor run = joints.cursor(Semantic.JOINTS_0); run.next(); ) {
            for (int i = 0; i < run.length(); i++) {
                int joint = (int) run.numbers()[i];
                if (wide) {
                    data.set(JAVA_SHORT, run.first() * 8L + i * 2L, (short) joint);
                } else {
                    data.set(JAVA_BYTE, run.first() * 4L + i, (byte) joint);
                }
            }
        }
        int type = wide ? AttributeStream.UINT16 : AttributeStream.UINT8;
        return base(Semantic.JOINTS_0, data, wide ? 8 : 4, type, null, null);
    }

    private AttributeStream bytes(Semantic semantic, VertexData values) {
        MemorySegment data = arena.allocate(count * 4L, 16);
        for (VertexCursor run = values.cursor(semantic); run.next(); ) {
            if (semantic == Semantic.WEIGHTS_0) {
                normalize(run.numbers(), run.length());
            }
            for (int i = 0; i < run.length(); i++) {
                byte value = (byte) Math.round(Math.clamp(run.numbers()[i], 0f, 1f) * 255);
                data.set(JAVA_BYTE, run.first() * 4L + i, value);
            }
        }
        return base(semantic, data, 4, AttributeStream.UINT8, null, scaled(4, 1f / 255));
    }

    /** Make each vertex's weights sum to 255 steps exactly: the largest takes what rounding left. */
    private static void normalize(float[] weights, int length) {
        for (int i = 0; i < length; i += 4) {
            float sum = weights[i] + weights[i + 1] + weights[i + 2] + weights[i + 3];
            int largest = i;
            for (int j = i; j < i + 4; j++) {
                largest = weights[j] > weights[largest] ? j : largest;
            }
            int left = 255;
            for (int j = i; j < i + 4; j++) {
                int step = sum > 0 ? Math.round(weights[j] / sum * 255) : 0;
                weights[j] = step / 255f;
                left -= step;
            }
            weights[largest] += left / 255f;
        }
    }

    private AttributeStream base(
            Semantic semantic,
            MemorySegment data,
            int size,
            int type,
            @Nullable String filter,
            @Nullable Map<String, Object> dequantization) {
        return new AttributeStream(BASE, semantic, data, count, size, type, filter, dequantization);
    }

    /** Say that decoded numbers are multiples of a scale. */
    static Map<String, Object> scaled(int width, float scale) {
        return Map.of("o", java.util.Collections.nCopies(width, 0f), "s", scale);
    }
}
