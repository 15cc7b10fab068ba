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
 */
public record ViewNode(@Nullable String name, int mesh, int skin, List<Integer> children, ViewTransform transform) {

    public ViewNode {
        children = List.copyOf(children);
    }

    /** Create a nameless node that only places a mesh. */
    static ViewNode of(int mesh, ViewTransform transform) {
        return new ViewNode(null, mesh, -1, List.of(), transform);
    }
}
