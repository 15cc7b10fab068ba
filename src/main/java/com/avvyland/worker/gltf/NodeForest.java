// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;

/** Walks the node graph, which {@link NodeGraphCheck} has found to be a forest, without recursion. */
final class NodeForest {

    private NodeForest() {}

    /** Return the nodes of the default scene, each after its parent. */
    static int[] shown(GltfAsset asset) {
        return below(asset, asset.scenes().get(asset.defaultScene()).nodes());
    }

    /** Return the nodes of all scenes, whatever their roots are: no graph can keep this busy. */
    static BitSet shownInAnyScene(GltfAsset asset) {
        var shown = new BitSet();
        var open = new ArrayDeque<Integer>();
        asset.scenes().forEach(scene -> Arrays.stream(scene.nodes()).forEach(open::add));
        while (!open.isEmpty()) {
            int node = open.remove();
            if (!shown.get(node)) {
                shown.set(node);
                Arrays.stream(asset.nodes().get(node).children()).forEach(open::add);
            }
        }
        return shown;
    }

    /** Return the world matrix of every node, in any scene or none. */
    static double[][] worldMatrices(GltfAsset asset) {
        int[] parents = new int[asset.nodes().size()];
        Arrays.fill(parents, NONE);
        for (int node = 0; node < parents.length; node++) {
            for (int child : asset.nodes().get(node).children()) {
                parents[child] = node;
            }
        }
        int[] roots = new int[parents.length];
        int count = 0;
        for (int node = 0; node < parents.length; node++) {
            if (parents[node] == NONE) {
                roots[count++] = node;
            }
        }
        double[][] world = new double[parents.length][];
        for (int node : below(asset, Arrays.copyOf(roots, count))) {
            double[] local = asset.nodes().get(node).matrix();
            double[] parent = parents[node] == NONE ? Matrix.identity() : world[parents[node]];
            world[node] = local == null ? parent : Matrix.multiply(parent, local);
        }
        return world;
    }

    private static int[] below(GltfAsset asset, int[] roots) {
        int[] order = Arrays.copyOf(roots, asset.nodes().size());
        int tail = roots.length;
        for (int head = 0; head < tail; head++) {
            for (int child : asset.nodes().get(order[head]).children()) {
                order[tail++] = child;
            }
        }
        return Arrays.copyOf(order, tail);
    }
}
