// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset.Node;
import com.avvyland.worker.gltf.GltfAsset.Primitive;

/** Counts what is drawn, from what accessors say, without reading a vertex. */
final class Drawn {

    static final int TRIANGLES = 4;
    static final int TRIANGLE_STRIP = 5;
    static final int TRIANGLE_FAN = 6;

    private Drawn() {}

    /** Return how often a node draws its mesh: the longest of its instancing accessors, or once. */
    static long instances(GltfAsset asset, Node node) {
        long instances = node.instancing().isEmpty() ? 1 : 0;
        for (int accessor : node.instancing().values()) {
            instances = Math.max(instances, asset.accessors().get(accessor).count());
        }
        return instances;
    }

    static long vertices(GltfAsset asset, Primitive primitive) {
        int position = primitive.attribute("POSITION");
        return position == NONE ? 0 : asset.accessors().get(position).count();
    }

    /** Return the corners that a primitive goes through: its indices, or its vertices in their order. */
    static long corners(GltfAsset asset, Primitive primitive) {
        return primitive.indices() == NONE
                ? vertices(asset, primitive)
                : asset.accessors().get(primitive.indices()).count();
    }

    static long triangles(GltfAsset asset, Primitive primitive) {
        long corners = corners(asset, primitive);
        return switch (primitive.mode()) {
            case TRIANGLES -> corners / 3;
            case TRIANGLE_STRIP, TRIANGLE_FAN -> Math.max(0, corners - 2);
            default -> 0;
        };
    }
}
