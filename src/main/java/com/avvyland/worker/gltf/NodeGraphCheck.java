// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Refuses a node graph that is not a forest of bounded depth: a renderer follows it by recursion, without looking.
 * Iterative itself, so no graph can exhaust the stack here.
 */
record NodeGraphCheck(GltfLimits limits) implements GltfCheck {

    @Override
    public void check(GltfAsset asset) {
        int[] parents = parents(asset);
        requireShallow(asset, parents);
        BitSet shown = NodeForest.shownInAnyScene(asset);
        for (int i = 0; i < asset.scenes().size(); i++) {
            requireRoots(asset, parents, shown, i);
        }
    }

    private static int[] parents(GltfAsset asset) {
        int[] parents = new int[asset.nodes().size()];
        Arrays.fill(parents, NONE);
        for (int node = 0; node < parents.length; node++) {
            for (int child : asset.nodes().get(node).children()) {
                if (child == node) {
                    throw GltfFault.invalid("nodes[%d].children".formatted(node), child, "another node");
                }
                if (parents[child] != NONE) {
                    throw GltfFault.invalid(
                            "nodes[%d].children".formatted(node),
                            child,
                            "a node without a parent: it is a child of nodes[%d]".formatted(parents[child]));
                }
                parents[child] = node;
            }
        }
        return parents;
    }

    /** With one parent each, the nodes on a loop are the ones that no root leads to. */
    private void requireShallow(GltfAsset asset, int[] parents) {
        int[] depths = new int[parents.length];
        int[] queue = new int[parents.length];
        int tail = 0;
        for (int node = 0; node < parents.length; node++) {
            if (parents[node] == NONE) {
                depths[node] = 1;
                queue[tail++] = node;
            }
        }
        for (int head = 0; head < tail; head++) {
            int node = queue[head];
            if (depths[node] > limits.nodeDepth()) {
                throw GltfFault.tooLarge(
                        "nodes[%d] depth".formatted(node), depths[node], "at most %d".formatted(limits.nodeDepth()));
            }
            for (int child : asset.nodes().get(node).children()) {
                depths[child] = depths[node] + 1;
                queue[tail++] = child;
            }
        }
        for (int node = 0; node < depths.length; node++) {
            if (depths[node] == 0) {
                throw GltfFault.invalid("nodes[%d]".formatted(node), "its own ancestor", "no loop of children");
            }
        }
    }

    /**
     * A root may have a parent that no scene shows and that moves nothing, as an exporter of Unity wrote thousands of
     * models (UniGLTF 1.27); whoever follows the scene never sees it.
     */
    private static void requireRoots(GltfAsset asset, int[] parents, BitSet shown, int scene) {
        var seen = new BitSet();
        for (int node : asset.scenes().get(scene).nodes()) {
            if (!unseenAndUnmoved(asset, parents, shown, node) || seen.get(node)) {
                throw GltfFault.invalid("scenes[%d].nodes".formatted(scene), node, "a node without a parent, once");
            }
            seen.set(node);
        }
    }

    private static boolean unseenAndUnmoved(GltfAsset asset, int[] parents, BitSet shown, int root) {
        for (int node = parents[root]; node != NONE; node = parents[node]) {
            double[] matrix = asset.nodes().get(node).matrix();
            if (shown.get(node) || matrix != null && !Matrix.isIdentity(matrix)) {
                return false;
            }
        }
        return true;
    }
}
