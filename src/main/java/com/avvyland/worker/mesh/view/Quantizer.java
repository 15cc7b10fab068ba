// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import com.avvyland.worker.mesh.meshopt.VertexFilter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns the floats of a mesh into small integers.
 *
 * <p>Errors: positions half a step of their {@link Grid}; normals 0.5 degrees (8-bit octahedra); texture coordinates
 * 1/8,190 of a texture, or half of 1/65,535 of their range where that is above 16; colours and weights 1/510.
 */
final class Quantizer {

    /** 4,096 steps a texture: a quarter of a texel of 1,024 pixels. */
    private static final int UV_STEPS = (1 << 12) - 1;

    private static final int NORMAL_BITS = 8;

    private final Arena arena;
    private final ViewMesh mesh;
    private final int count;

    private Quantizer(Arena arena, ViewMesh mesh) {
        this.arena = arena;
        this.mesh = mesh;
        this.count = mesh.vertexCount();
    }

    /** Return the attributes of a mesh, positions first. */
    static List<AttributeStream> quantize(Arena arena, ViewMesh mesh, Grid grid) {
        Quantizer quantizer = new Quantizer(arena, mesh);
        List<AttributeStream> streams = new ArrayList<>();
        streams.add(quantizer.positions(grid));
        if (mesh.normals() != null) {
            streams.add(quantizer.normals(mesh.normals()));
        }
        if (mesh.uvs() != null) {
            streams.add(quantizer.uvs("TEXCOORD_0", mesh.uvs()));
        }
        if (mesh.secondUvs() != null) {
            streams.add(quantizer.uvs("TEXCOORD_1", mesh.secondUvs()));
        }
        if (mesh.colors() != null) {
            streams.add(quantizer.bytes("COLOR_0", mesh.colors()));
        }
        if (mesh.joints() != null && mesh.weights() != null) {
            streams.add(quantizer.joints(mesh.joints()));
            streams.add(quantizer.bytes("WEIGHTS_0", normalized(mesh.weights())));
        }
        return streams;
    }

    private AttributeStream positions(Grid grid) {
        MemorySegment data = arena.allocate(count * 8L, 16);
        float[] positions = mesh.positions();
        for (int i = 0; i < count; i++) {
            for (int axis = 0; axis < 3; axis++) {
                data.set(JAVA_SHORT, i * 8L + axis * 2, (short) grid.value(positions[i * 3 + axis], axis));
            }
        }
        return new AttributeStream("POSITION", data, count, 8, AttributeStream.UINT16, null, grid.dequantization());
    }

    private AttributeStream normals(float[] normals) {
        MemorySegment vectors = arena.allocate(count * 16L, 16);
        for (int i = 0; i < count; i++) {
            MemorySegment.copy(normals, i * 3, vectors, JAVA_FLOAT, i * 16L, 3);
        }
        MemorySegment data = arena.allocate(count * 4L, 16);
        VertexFilter.OCT.encode(data, count, 4, NORMAL_BITS, vectors);
        return new AttributeStream(
                "NORMAL", data, count, 4, AttributeStream.SINT8, "oct", scaled(List.of(0, 0, 0), 1f / 127));
    }

    private AttributeStream uvs(String name, float[] uvs) {
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
        return new AttributeStream(
                name,
                data,
                count,
                4,
                AttributeStream.UINT16,
                null,
                Map.of("o", List.of(min[0], min[1]), "s", List.of(step[0], step[1])));
    }

    /** Coordinates within one texture get finer steps, those that repeat it up to the sixteen bits that there are. */
    private static float uvStep(float range) {
        if (range <= 1) {
            return range > 0 ? range / UV_STEPS : 1;
        }
        return Math.max(1f / UV_STEPS, range / 0xffff);
    }

    private AttributeStream joints(int[] joints) {
        boolean wide = java.util.Arrays.stream(joints).anyMatch(joint -> joint > 0xff);
        MemorySegment data = arena.allocate(joints.length * (wide ? 2L : 1L), 16);
        for (int i = 0; i < joints.length; i++) {
            if (wide) {
                data.set(JAVA_SHORT, i * 2L, (short) joints[i]);
            } else {
                data.set(JAVA_BYTE, i, (byte) joints[i]);
            }
        }
        int type = wide ? AttributeStream.UINT16 : AttributeStream.UINT8;
        return new AttributeStream("JOINTS_0", data, count, wide ? 8 : 4, type, null, null);
    }

    private AttributeStream bytes(String name, float[] values) {
        MemorySegment data = arena.allocate(values.length, 16);
        for (int i = 0; i < values.length; i++) {
            data.set(JAVA_BYTE, i, (byte) Math.round(Math.clamp(values[i], 0f, 1f) * 255));
        }
        return new AttributeStream(
                name, data, count, 4, AttributeStream.UINT8, null, scaled(List.of(0, 0, 0, 0), 1f / 255));
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

    private static Map<String, Object> scaled(List<Integer> origin, float scale) {
        return Map.of("o", origin.stream().map(Integer::floatValue).toList(), "s", scale);
    }
}
