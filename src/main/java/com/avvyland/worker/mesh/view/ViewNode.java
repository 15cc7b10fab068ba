// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Places a mesh, or groups other nodes.
 *
 * @param mesh index into the meshes of the scene; -1 for none
 * @param skin index into its skins; -1 for none
 * @param children indices of nodes; each node has at most one parent, and no node is its own ancestor
 * @param transform relative to the parent
 * @param weights of the morph targets of its mesh, finite; empty for 0 each
 */
public record ViewNode(
        @Nullable String name,
        int mesh,
        int skin,
        List<Integer> children,
        ViewTransform transform,
        List<Float> weights) {

    public ViewNode {
        children = List.copyOf(children);
        weights = List.copyOf(weights);
        for (float weight : weights) {
            if (!Float.isFinite(weight)) {
                throw ViewMesh.bad("weight", weight, "a finite number");
            }
        }
    }

    /** Create a nameless node that only places a mesh. */
    static ViewNode of(int mesh, ViewTransform transform, List<Float> weights) {
        return new ViewNode(null, mesh, -1, List.of(), transform, weights);
    }

    /** Tell whether its mesh is shown in another shape than its own. */
    boolean isMorphed() {
        return weights.stream().anyMatch(weight -> weight != 0);
    }
}
