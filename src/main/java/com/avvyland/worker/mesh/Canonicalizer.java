// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfDocument;
import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.BitSet;
import java.util.TreeSet;

/**
 * Writes the canonical GLB of a model: the same bytes for the same model, on every machine, and nothing lost that shows.
 * The rules, and what they lose, are in docs/canonical-glb.md. Safe for any thread.
 */
public final class Canonicalizer {

    private static final String GENERATOR = "avvy-worker " + CanonicalGlb.PROFILE;
    private static final String QUANTIZATION = "KHR_mesh_quantization";

    private final GltfLimits limits;

    public Canonicalizer(GltfLimits limits) {
        this.limits = limits;
    }

    /**
     * Write the canonical GLB. Vertices and indices go from the model's bytes to the stream; what is held in memory is at
     * most 8 bytes for each vertex of a primitive and, while it is welded, 10 more.
     *
     * @param document its JSON is used up
     * @throws TaskFailure permanent: {@code invalid_model} when a number is NaN or infinite, when a vertex hangs on a
     *     joint that is not there, or when no triangle, line or point is left; {@code model_too_large}
     * @throws IOException when {@code out} fails
     */
    public CanonicalGlb write(GltfDocument document, OutputStream out) throws IOException {
        var changes = new Changes();
        var table = new AccessorTable(document.asset());
        byte[] json = CanonicalJson.bytes(rewrite(document, table, changes));
        var digest = new BlockDigest(out);
        GlbWriter.write(json, table.blocks(), digest);
        return new CanonicalGlb(digest.length(), digest.hex(), changes.report());
    }

    private ObjectNode rewrite(GltfDocument document, AccessorTable table, Changes changes) {
        GltfAsset asset = document.asset();
        ObjectNode root = document.json();
        new ExtensionPolicy(changes).apply(root);
        var meshes = new Meshes(asset, root, changes);
        BitSet drawn = meshes.shape(SceneUse.of(asset), limits);
        if (drawn.isEmpty()) {
            throw new TaskFailure(
                    FailureCode.INVALID_MODEL,
                    "meshes: nothing to draw (expected: a triangle with an area, or a line, or a point)");
        }
        SceneUse use = SceneUse.of(asset, drawn);
        var animations = new Animations(asset, root, use);
        use.pruneLeaves(root.path("nodes"), animations.moved());
        Numbering nodes = Numbering.of(use.nodes(), asset.nodes().size());

        BitSet usedMaterials = meshes.write(use.meshes(), table);
        Numbering skins = new Skins(asset, root, changes).rewrite(use.skins(), nodes, table);
        animations.rewrite(nodes, table);
        Numbering materials = new Materials(asset, root, changes).rewrite(usedMaterials, table);
        Numbering newMeshes = meshes.rewrite(use.meshes(), materials);
        new Nodes(asset, root, changes).rewrite(nodes, newMeshes, skins, table);
        root.put("scene", asset.defaultScene());
        table.putTo(root);
        describe(root, asset);
        return root;
    }

    private static void describe(ObjectNode root, GltfAsset asset) {
        ((ObjectNode) root.get("asset"))
                .put("version", "2.0")
                .put("generator", GENERATOR)
                .remove("minVersion");
        root.remove("extensionsUsed");
        root.remove("extensionsRequired");
        TreeSet<String> used = ExtensionPolicy.used(root);
        if (asset.extensionsUsed().contains(QUANTIZATION)
                || asset.extensionsRequired().contains(QUANTIZATION)) {
            used.add(QUANTIZATION);
        }
        var required = new TreeSet<>(asset.extensionsRequired());
        required.retainAll(used);
        put(root, "extensionsUsed", used);
        put(root, "extensionsRequired", required);
    }

    private static void put(ObjectNode root, String name, TreeSet<String> values) {
        ArrayNode array = root.arrayNode();
        values.forEach(array::add);
        Numbering.put(root, name, array);
    }
}
