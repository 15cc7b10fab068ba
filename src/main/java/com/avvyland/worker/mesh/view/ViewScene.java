// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import com.avvyland.worker.task.Bytes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a view is made of: one scene, +Y up, right-handed.
 *
 * @param source the model it was read from
 * @param roots indices of the nodes without a parent
 * @param meshes each a list of triangles by material
 * @param materials glTF 2.0 material objects as they are; texture indices point into {@code textures}
 * @param textures glTF 2.0 texture objects as they are; sources point into {@code images}
 */
public record ViewScene(
        Source source,
        List<Integer> roots,
        List<ViewNode> nodes,
        List<List<ViewMesh>> meshes,
        List<Map<String, Object>> materials,
        List<Map<String, Object>> textures,
        List<Image> images,
        List<Skin> skins,
        List<Animation> animations) {

    /** Deeper nodes than any tool makes; the limit of mesh readers too. */
    static final int MAX_DEPTH = 512;

    /** Names a canonical GLB. */
    public record Source(Bytes sha256, long size) {}

    /** Holds an image inline, or where it is and its digest. */
    public record Image(
            String mimeType,
            int width,
            int height,
            @Nullable Bytes data,
            @Nullable String href,
            @Nullable Bytes sha256) {}

    /** Holds joints, and the inverse bind matrix of each: sixteen floats in column order. */
    public record Skin(List<Integer> joints, float[] inverseBindMatrices) {}

    /** Holds channels over a time in seconds. */
    public record Animation(@Nullable String name, List<Channel> channels) {}

    /**
     * Moves one property of one node.
     *
     * @param path translation, rotation, scale or weights, by glTF's first letter: t, r, s, w
     * @param interpolation LINEAR, STEP or CUBICSPLINE
     */
    public record Channel(int node, String path, String interpolation, float[] times, float[] values) {

        /** Return how many values a time has, its tangents too. */
        int width() {
            return times.length == 0 ? 1 : Math.max(1, values.length / times.length);
        }
    }

    /** @throws IllegalArgumentException when an index is out of range, or the nodes aren't trees */
    public ViewScene {
        roots = List.copyOf(roots);
        nodes = List.copyOf(nodes);
        meshes = meshes.stream().map(List::copyOf).toList();
        Set<Integer> seen = new HashSet<>();
        for (int root : roots) {
            visit(nodes, root, seen, 0);
        }
        for (ViewNode node : nodes) {
            requireIndex("mesh", node.mesh(), -1, meshes.size());
            requireIndex("skin", node.skin(), -1, skins.size());
        }
        for (List<ViewMesh> mesh : meshes) {
            mesh.forEach(part -> requireIndex("material", part.material(), -1, materials.size()));
        }
    }

    private static void visit(List<ViewNode> nodes, int node, Set<Integer> seen, int depth) {
        requireIndex("node", node, 0, nodes.size());
        if (depth > MAX_DEPTH) {
            throw ViewMesh.bad("node depth", depth, "at most " + MAX_DEPTH);
        }
        if (!seen.add(node)) {
            throw ViewMesh.bad("node", node, "one parent");
        }
        for (int child : nodes.get(node).children()) {
            visit(nodes, child, seen, depth + 1);
        }
    }

    private static void requireIndex(String name, int index, int from, int size) {
        if (index < from || index >= size) {
            throw ViewMesh.bad(name, index, from + " to " + (size - 1));
        }
    }

    boolean moves() {
        return !skins.isEmpty() || !animations.isEmpty();
    }
}
