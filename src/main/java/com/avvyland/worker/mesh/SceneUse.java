// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfAsset.Node;
import com.avvyland.worker.gltf.GltfAsset.Scene;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;

/** Finds out which nodes, meshes and skins the scenes of an asset use. */
final class SceneUse {

    private final GltfAsset asset;
    private final BitSet drawn;
    private final int[] parents;
    private final BitSet nodes = new BitSet();
    private final BitSet meshes = new BitSet();
    private final BitSet skins = new BitSet();
    private final ArrayDeque<Integer> open = new ArrayDeque<>();

    private SceneUse(GltfAsset asset, BitSet drawn) {
        this.asset = asset;
        this.drawn = drawn;
        this.parents = new int[asset.nodes().size()];
        Arrays.fill(parents, NONE);
        for (int i = 0; i < parents.length; i++) {
            for (int child : asset.nodes().get(i).children()) {
                parents[child] = i;
            }
        }
        // A root may hang below a node that no scene shows: that one is not of its tree.
        for (Scene scene : asset.scenes()) {
            Arrays.stream(scene.nodes()).forEach(root -> parents[root] = NONE);
        }
    }

    /** Find what is used where all meshes have something to draw. */
    static SceneUse of(GltfAsset asset) {
        var all = new BitSet();
        all.set(0, asset.meshes().size());
        return of(asset, all);
    }

    /** Find what is used where only these meshes have something to draw. */
    static SceneUse of(GltfAsset asset, BitSet drawn) {
        var use = new SceneUse(asset, drawn);
        for (Scene scene : asset.scenes()) {
            use.follow(scene.nodes());
        }
        return use;
    }

    private void follow(int... roots) {
        for (int root : roots) {
            open.add(root);
        }
        while (!open.isEmpty()) {
            int index = open.remove();
            if (nodes.get(index)) {
                continue;
            }
            nodes.set(index);
            Node node = asset.nodes().get(index);
            if (node.mesh() != NONE && drawn.get(node.mesh())) {
                meshes.set(node.mesh());
                bind(node.skin());
            }
            for (int child : node.children()) {
                open.add(child);
            }
        }
    }

    /** A skin's joints are used with the whole tree that they are in, wherever that is. */
    private void bind(int skin) {
        if (skin == NONE || skins.get(skin)) {
            return;
        }
        skins.set(skin);
        for (int joint : asset.skins().get(skin).joints()) {
            int root = joint;
            while (parents[root] != NONE) {
                root = parents[root];
            }
            open.add(root);
        }
    }

    BitSet nodes() {
        return nodes;
    }

    BitSet meshes() {
        return meshes;
    }

    BitSet skins() {
        return skins;
    }

    /** Return, for each mesh, the least number of joints of the skins that it is used with. */
    int[] jointCounts() {
        int[] counts = new int[asset.meshes().size()];
        Arrays.fill(counts, Integer.MAX_VALUE);
        for (int i = nodes.nextSetBit(0); i >= 0; i = nodes.nextSetBit(i + 1)) {
            Node node = asset.nodes().get(i);
            if (node.mesh() != NONE && node.skin() != NONE) {
                int joints = asset.skins().get(node.skin()).joints().length;
                counts[node.mesh()] = Math.min(counts[node.mesh()], joints);
            }
        }
        return counts;
    }

    /**
     * Forget nodes that end in nothing: no mesh, camera, child, extension or extras, and neither a joint nor moved.
     *
     * @param json the nodes' array
     * @param moved nodes that an animation moves
     */
    void pruneLeaves(JsonNode json, BitSet moved) {
        var needed = (BitSet) moved.clone();
        for (int skin = skins.nextSetBit(0); skin >= 0; skin = skins.nextSetBit(skin + 1)) {
            Arrays.stream(asset.skins().get(skin).joints()).forEach(needed::set);
            if (asset.skins().get(skin).skeleton() != NONE) {
                needed.set(asset.skins().get(skin).skeleton());
            }
        }
        int[] left = new int[parents.length];
        for (int i = 0; i < parents.length; i++) {
            left[i] = asset.nodes().get(i).children().length;
        }
        for (int i = 0; i < parents.length; i++) {
            int leaf = i;
            while (leaf != NONE && left[leaf] == 0 && nodes.get(leaf) && !needed.get(leaf) && isEmpty(leaf, json)) {
                nodes.clear(leaf);
                leaf = parents[leaf];
                if (leaf != NONE) {
                    left[leaf]--;
                }
            }
        }
    }

    private boolean isEmpty(int index, JsonNode json) {
        Node node = asset.nodes().get(index);
        JsonNode object = json.path(index);
        return (node.mesh() == NONE || !meshes.get(node.mesh()))
                && node.camera() == NONE
                && !object.has("extensions")
                && !object.has("extras");
    }
}
