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

    private AttributeStream stream(Semantic semantic, float[] values, Grid grid) {
        return switch (semantic) {
            case POSITION -> positions(values, grid);
            case NORMAL, TANGENT -> directions(semantic, values);
            case TEXCOORD_0, TEXCOORD_1 -> uvs(semantic, values);
            case COLOR_0 -> bytes(semantic, values);
            case JOINTS_0 -> joints(values);
            case WEIGHTS_0 -> bytes(semantic, normalized(values));
        };
    }

    private AttributeStream positions(float[] positions, Grid grid) {
        MemorySegment data = arena.allocate(count * 8L, 16);
        for (int i = 0; i < count; i++) {
            for (int axis = 0; axis < 3; axis++) {
                data.set(JAVA_SHORT, i * 8L + axis * 2, (short) grid.value(positions[i * 3 + axis], axis));
            }
        }
        return base(Semantic.POSITION, data, 8, AttributeStream.UINT16, null, grid.dequantization());
    }

    /** The filter keeps a fourth number in eight bits: the sign of a tangent. */
    private AttributeStream directions(Semantic semantic, float[] vectors) {
        MemorySegment floats = arena.allocate(count * 16L, 16);
        int width = semantic.width();
        for (int i = 0; i < count; i++) {
            MemorySegment.copy(vectors, i * width, floats, JAVA_FLOAT, i * 16L, width);
        }
        MemorySegment data = arena.allocate(count * 4L, 16);
        VertexFilter.OCT.encode(data, count, 4, DIRECTION_BITS, floats);
        return base(semantic, data, 4, AttributeStream.SINT8, "oct", scaled(width, 1f / 127));
    }

    private AttributeStream uvs(Semantic semantic, float[] uvs) {
        float[] min = {Float.MAX_VALUE, Float.MAX_VALUE};
        float[] max = {-Float.MAX_VALUE, -Float.MAX_VALUE};
        for (int i = 0; i < uvs.length; i++) {
            if (!Float.isFinite(uvs[i])) {
                throw ViewMesh.bad("uv", uvs[i], "a finite number");
            }
            min[i % 2] = Math.min(min[i % 2], uvs[i]);
            max[i % 2] = Math.max(max[i % 2], uvs[i]);
        }
        float[] step = {uvStep(max[0] - min[0]), uvStep(max[1] - min[1])};
        MemorySegment data = arena.allocate(count * 4L, 16);
        for (int i = 0; i < uvs.length; i++) {
            long nearest = Math.round(((double) uvs[i] - min[i % 2]) / step[i % 2]);
            data.set(JAVA_SHORT, i * 2L, (short) Math.clamp(nearest, 0, 0xffff));
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

    private AttributeStream joints(float[] joints) {
        boolean wide = false;
        for (float joint : joints) {
            wide |= joint > 0xff;
        }
        MemorySegment data = arena.allocate(joints.length * (wide ? 2L : 1L), 16);
        for (int i = 0; i < joints.length; i++) {
            if (wide) {
                data.set(JAVA_SHORT, i * 2L, (short) (int) joints[i]);
            } else {
                data.set(JAVA_BYTE, i, (byte) (int) joints[i]);
            }
        }
        int type = wide ? AttributeStream.UINT16 : AttributeStream.UINT8;
        return base(Semantic.JOINTS_0, data, wide ? 8 : 4, type, null, null);
    }

    private AttributeStream bytes(Semantic semantic, float[] values) {
        MemorySegment data = arena.allocate(values.length, 16);
        for (int i = 0; i < values.length; i++) {
            data.set(JAVA_BYTE, i, (byte) Math.round(Math.clamp(values[i], 0f, 1f) * 255));
        }
        return base(semantic, data, 4, AttributeStream.UINT8, null, scaled(4, 1f / 255));
    }

    /** Make each vertex's weights sum to 255 steps exactly: the largest takes what rounding left. */
    private static float[] normalized(float[] weights) {
        float[] normalized = new float[weights.length];
        for (int i = 0; i < weights.length; i += 4) {
            float sum = weights[i] + weights[i + 1] + weights[i + 2] + weights[i + 3];
            int left = 255;
            int largest = i;
            for (int j = i; j < i + 4; j++) {
                int step = sum > 0 ? Math.round(weights[j] / sum * 255) : 0;
                normalized[j] = step / 255f;
                left -= step;
                largest = weights[j] > weights[largest] ? j : largest;
            }
            normalized[largest] += left / 255f;
        }
        return normalized;
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
