// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Makes few draw calls of many.
 *
 * <p>Triangles of one material and with the same attributes become one part. In a scene in which nothing moves, meshes
 * that are placed once are first moved to where they stand and share one node; a mesh that is placed often stays one mesh,
 * or the file would grow; and so does one that {@link Placement} can't move unseen.
 */
final class SceneMerger {

    private final ViewScene scene;
    private final int[] uses;
    private final BitSet kept = new BitSet();
    private final List<ViewMesh> placed = new ArrayList<>();
    private final List<ViewNode> nodes = new ArrayList<>();

    private SceneMerger(ViewScene scene) {
        this.scene = scene;
        this.uses = new int[scene.meshes().size()];
    }

    static ViewScene merge(ViewScene scene) {
        return scene.moves() ? withMeshes(scene, scene.roots(), scene.nodes()) : new SceneMerger(scene).flatten();
    }

    private ViewScene flatten() {
        scene.roots().forEach(this::count);
        scene.roots().forEach(root -> place(root, ViewTransform.IDENTITY.matrix()));
        List<List<ViewMesh>> meshes = new ArrayList<>(scene.meshes());
        if (!placed.isEmpty()) {
            nodes.add(ViewNode.of(meshes.size(), ViewTransform.IDENTITY, List.of()));
            meshes.add(placed);
        }
        // A mesh that was moved is empty now; its number stays, so that the others keep theirs.
        for (int i = 0; i < uses.length; i++) {
            if (!kept.get(i)) {
                meshes.set(i, List.of());
            }
        }
        return withMeshes(
                new ViewScene(
                        scene.source(),
                        List.of(),
                        List.of(),
                        meshes,
                        scene.materials(),
                        scene.textures(),
                        scene.images(),
                        List.of(),
                        List.of()),
                java.util.stream.IntStream.range(0, nodes.size()).boxed().toList(),
                nodes);
    }

    private void count(int index) {
        ViewNode node = scene.nodes().get(index);
        if (node.mesh() >= 0) {
            uses[node.mesh()]++;
        }
        node.children().forEach(this::count);
    }

    private void place(int index, double[] parent) {
        ViewNode node = scene.nodes().get(index);
        double[] world = ViewTransform.product(parent, node.transform().matrix());
        if (node.mesh() >= 0) {
            List<ViewMesh> parts = scene.meshes().get(node.mesh());
            if (uses[node.mesh()] == 1 && parts.stream().allMatch(part -> Placement.allows(part, world))) {
                parts.forEach(part -> placed.add(Placement.move(part, world)));
            } else {
                kept.set(node.mesh());
                nodes.add(ViewNode.of(node.mesh(), new ViewTransform.Matrix(world), node.weights()));
            }
        }
        node.children().forEach(child -> place(child, world));
    }

    private static ViewScene withMeshes(ViewScene scene, List<Integer> roots, List<ViewNode> nodes) {
        List<List<ViewMesh>> meshes =
                scene.meshes().stream().map(SceneMerger::byMaterial).toList();
        return new ViewScene(
                scene.source(),
                roots,
                nodes,
                meshes,
                scene.materials(),
                scene.textures(),
                scene.images(),
                scene.skins(),
                scene.animations());
    }

    private static List<ViewMesh> byMaterial(List<ViewMesh> parts) {
        List<List<ViewMesh>> groups = new ArrayList<>();
        for (ViewMesh part : parts) {
            groups.stream()
                    .filter(group -> group.getFirst().joins(part))
                    .findFirst()
                    .orElseGet(() -> {
                        groups.add(new ArrayList<>());
                        return groups.getLast();
                    })
                    .add(part);
        }
        return groups.stream().map(PartJoiner::join).toList();
    }
}
