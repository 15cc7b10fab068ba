// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfAsset.Node;
import com.avvyland.worker.gltf.GltfDocument;
import com.avvyland.worker.gltf.Instances;
import com.avvyland.worker.mesh.texture.TextureRule;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads the default scene of a canonical GLB. Nodes and meshes keep their numbers; what belongs to other scenes is empty.
 *
 * <p>What a view does not have is in docs/view.cddl.
 */
final class SceneReader {

    private static final double[] UNMOVED = ViewTransform.IDENTITY.matrix();

    private final GltfAsset asset;
    private final JsonNode json;
    private final ViewLimits limits;
    private final TextureRule textures;
    private final PartReader parts;
    private final BitSet shown = new BitSet();
    private final BitSet skinnedMeshes = new BitSet();
    private final BitSet shownMeshes = new BitSet();
    private final BitSet morphed = new BitSet();
    private final List<ViewNode> copies = new ArrayList<>();

    private SceneReader(GltfDocument document, ViewLimits limits, TextureRule textures) {
        this.asset = document.asset();
        this.json = document.json();
        this.limits = limits;
        this.textures = textures;
        this.parts = new PartReader(asset, json.path("materials"), limits.geometryBytes());
    }

    /**
     * Read a scene.
     *
     * @param document of a canonical GLB: indexed, decoded, without sparse accessors
     * @throws com.avvyland.worker.task.TaskFailure permanent {@code model_too_large}
     * @throws IllegalArgumentException when numbers don't fit each other
     */
    static ViewScene read(GltfDocument document, ViewScene.Source source, ViewLimits limits, TextureRule textures) {
        return new SceneReader(document, limits, textures).read(source);
    }

    private ViewScene read(ViewScene.Source source) {
        List<Integer> roots = Arrays.stream(
                        asset.scenes().get(asset.defaultScene()).nodes())
                .boxed()
                .toList();
        show(roots);
        List<ViewNode> nodes = new ArrayList<>();
        for (int i = 0; i < asset.nodes().size(); i++) {
            nodes.add(node(i));
        }
        nodes.addAll(copies);
        List<List<ViewMesh>> meshes = new ArrayList<>();
        for (int i = 0; i < asset.meshes().size(); i++) {
            meshes.add(shownMeshes.get(i) ? parts.read(i, skinnedMeshes.get(i)) : List.of());
        }
        var materials = new MaterialReader(asset, json, limits.imageBytes(), textures);
        var motion = new MotionReader(asset, json);
        return new ViewScene(
                source,
                roots,
                nodes,
                meshes,
                materials.materials(),
                materials.textures(),
                materials.images(),
                skinnedMeshes.isEmpty() ? List.of() : motion.skins(),
                motion.animations(shown, morphed));
    }

    private void show(List<Integer> roots) {
        Deque<Integer> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            int index = open.pop();
            shown.set(index);
            Node node = asset.nodes().get(index);
            if (node.mesh() >= 0) {
                shownMeshes.set(node.mesh());
            }
            if (skinned(node)) {
                skinnedMeshes.set(node.mesh());
            }
            Arrays.stream(node.children()).forEach(open::push);
        }
    }

    private boolean skinned(Node node) {
        return node.mesh() >= 0 && node.skin() >= 0 && parts.hasJoints(node.mesh());
    }

    private ViewNode node(int index) {
        Node node = asset.nodes().get(index);
        String name = node.name().isEmpty() ? null : node.name();
        List<Integer> children =
                new ArrayList<>(Arrays.stream(node.children()).boxed().toList());
        ViewTransform transform = transform(json.path("nodes").path(index));
        int mesh = shown.get(index) ? node.mesh() : -1;
        boolean skinned = mesh >= 0 && skinned(node);
        List<Float> weights = mesh < 0 ? List.of() : weights(index, mesh);
        if (mesh < 0 || skinned || node.instancing().isEmpty()) {
            morphed.set(index, !weights.isEmpty());
            return new ViewNode(name, mesh, skinned ? node.skin() : -1, children, transform, weights);
        }
        for (double[] place : Instances.of(asset, node, UNMOVED)) {
            children.add(asset.nodes().size() + copies.size());
            copies.add(ViewNode.of(mesh, new ViewTransform.Matrix(place), weights));
        }
        return new ViewNode(name, -1, -1, children, transform, List.of());
    }

    /** Return a weight a morph target: the node's own, or the mesh's, or 0. */
    private List<Float> weights(int node, int mesh) {
        int targets = asset.meshes().get(mesh).primitives().stream()
                .mapToInt(primitive -> primitive.targets().size())
                .max()
                .orElse(0);
        JsonNode own = json.path("nodes").path(node).path("weights");
        JsonNode weights = own.isEmpty() ? json.path("meshes").path(mesh).path("weights") : own;
        return IntStream.range(0, targets)
                .mapToObj(i -> (float) weights.path(i).asDouble())
                .toList();
    }

    /** Animations move the parts, so they stay apart. */
    private static ViewTransform transform(JsonNode node) {
        if (node.has("matrix")) {
            return new ViewTransform.Matrix(numbers(node.path("matrix"), UNMOVED));
        }
        return new ViewTransform.Parts(
                numbers(node.path("translation"), 0, 0, 0),
                numbers(node.path("rotation"), 0, 0, 0, 1),
                numbers(node.path("scale"), 1, 1, 1));
    }

    private static double[] numbers(JsonNode array, double... otherwise) {
        double[] numbers = otherwise.clone();
        for (int i = 0; i < Math.min(array.size(), numbers.length); i++) {
            numbers[i] = array.get(i).asDouble();
        }
        return numbers;
    }
}
