// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Makes one part of those of one kind. */
final class PartJoiner {

    private PartJoiner() {}

    /** @param parts one or more, of which each {@linkplain ViewMesh#joins joins} the first */
    static ViewMesh join(List<ViewMesh> parts) {
        ViewMesh first = parts.getFirst();
        if (parts.size() == 1) {
            return first;
        }
        List<Map<Semantic, float[]>> targets = new ArrayList<>();
        for (int i = 0; i < first.targets().size(); i++) {
            int target = i;
            targets.add(values(parts, part -> part.targets().get(target)));
        }
        return new ViewMesh(
                values(parts, ViewMesh::attributes), targets, first.mode(), indices(parts), first.material());
    }

    private static int[] indices(List<ViewMesh> parts) {
        long length = parts.stream().mapToLong(part -> part.indices().length).sum();
        int[] indices = new int[Math.toIntExact(length)];
        int at = 0;
        int base = 0;
        for (ViewMesh part : parts) {
            for (int index : part.indices()) {
                indices[at++] = base + index;
            }
            base = Math.addExact(base, part.vertexCount());
        }
        return indices;
    }

    private static Map<Semantic, float[]> values(
            List<ViewMesh> parts, Function<ViewMesh, Map<Semantic, float[]>> valuesOf) {
        Map<Semantic, float[]> joined = new EnumMap<>(Semantic.class);
        for (Semantic semantic : valuesOf.apply(parts.getFirst()).keySet()) {
            joined.put(
                    semantic,
                    concatenated(parts.stream()
                            .map(part ->
                                    Objects.requireNonNull(valuesOf.apply(part).get(semantic)))
                            .toList()));
        }
        return joined;
    }

    private static float[] concatenated(List<float[]> arrays) {
        long length = arrays.stream().mapToLong(array -> array.length).sum();
        float[] joined = new float[Math.toIntExact(length)];
        int at = 0;
        for (float[] array : arrays) {
            System.arraycopy(array, 0, joined, at, array.length);
            at += array.length;
        }
        return joined;
    }
}
