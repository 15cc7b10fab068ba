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
        List<Map<Semantic, VertexData>> targets = new ArrayList<>();
        for (int i = 0; i < first.targets().size(); i++) {
            int target = i;
            targets.add(values(parts, part -> part.targets().get(target)));
        }
        return new ViewMesh(
                values(parts, ViewMesh::attributes), targets, first.mode(), new JoinedIndices(parts), first.material());
    }

    private static Map<Semantic, VertexData> values(
            List<ViewMesh> parts, Function<ViewMesh, Map<Semantic, VertexData>> valuesOf) {
        Map<Semantic, VertexData> joined = new EnumMap<>(Semantic.class);
        for (Semantic semantic : valuesOf.apply(parts.getFirst()).keySet()) {
            joined.put(
                    semantic,
                    new JoinedData(parts.stream()
                            .map(part ->
                                    Objects.requireNonNull(valuesOf.apply(part).get(semantic)))
                            .toList()));
        }
        return joined;
    }
}
