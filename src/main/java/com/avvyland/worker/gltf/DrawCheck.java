// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.gltf.GltfAsset.Node;
import com.avvyland.worker.gltf.GltfAsset.Primitive;

/** Refuses a model with more to draw than a renderer does in its time, and one with nothing to draw. */
record DrawCheck(GltfLimits limits) implements GltfCheck {

    @Override
    public void check(GltfAsset asset) {
        long draws = 0;
        long instances = 0;
        long triangles = 0;
        for (int i = 0; i < asset.nodes().size(); i++) {
            Node node = asset.nodes().get(i);
            if (node.mesh() == GltfAsset.NONE) {
                continue;
            }
            long copies = Drawn.instances(asset, node);
            for (Primitive primitive : asset.meshes().get(node.mesh()).primitives()) {
                draws++;
                instances += copies;
                require(i, "instances", instances, limits.instances());
                // Counts are below 2^26 and copies below 2^17: no product can wrap.
                triangles += Drawn.triangles(asset, primitive) * copies;
                require(i, "triangles", triangles, limits.triangles());
            }
            require(i, "draw calls", draws, limits.draws());
        }
        requireSomething(asset);
    }

    private static void require(int node, String what, long value, long limit) {
        if (value > limit) {
            throw GltfFault.tooLarge(
                    "nodes[%d] %s".formatted(node, what), value, "at most %d in the whole model".formatted(limit));
        }
    }

    private static void requireSomething(GltfAsset asset) {
        if (asset.scenes().isEmpty()) {
            throw GltfFault.invalid("scenes", "none", "a scene that shows something");
        }
        for (int index : NodeForest.shown(asset)) {
            Node node = asset.nodes().get(index);
            if (node.mesh() != GltfAsset.NONE
                    && asset.meshes().get(node.mesh()).primitives().stream()
                            .anyMatch(primitive -> Drawn.vertices(asset, primitive) > 0)) {
                return;
            }
        }
        throw GltfFault.invalid(
                "scenes[%d]".formatted(asset.defaultScene()), "no geometry", "a node with a mesh that has vertices");
    }
}
