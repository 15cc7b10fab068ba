// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import com.avvyland.worker.gltf.GltfAsset.Primitive;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads morph targets: what they add to positions, normals and colours. */
final class TargetReader {

    private final AttributeReader attributes;

    TargetReader(AttributeReader attributes) {
        this.attributes = attributes;
    }

    /** @param base attributes that the part has; a target moves no other */
    List<Map<Semantic, VertexData>> read(Primitive primitive, Map<Semantic, VertexData> base, int vertices) {
        List<Map<Semantic, VertexData>> targets = new ArrayList<>();
        for (Map<String, Integer> accessors : primitive.targets()) {
            Map<Semantic, VertexData> target = new EnumMap<>(Semantic.class);
            for (Semantic semantic : base.keySet()) {
                VertexData deltas = semantic.isMorphed() ? attributes.read(accessors, semantic, vertices, 0) : null;
                if (deltas != null) {
                    target.put(semantic, deltas);
                }
            }
            targets.add(target);
        }
        return targets;
    }
}
