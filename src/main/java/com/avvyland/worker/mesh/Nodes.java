// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.GltfAsset;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Keeps the nodes that are used, in their order, each with its own transform: nothing is joined or flattened. */
final class Nodes {

    private static final String INSTANCING = "EXT_mesh_gpu_instancing";
    /** What the Khronos validator allows. */
    private static final double TOLERANCE = 0.00769;

    private final GltfAsset asset;
    private final ObjectNode root;
    private final Changes changes;

    Nodes(GltfAsset asset, ObjectNode root, Changes changes) {
        this.asset = asset;
        this.root = root;
        this.changes = changes;
    }

    void rewrite(Numbering nodes, Numbering meshes, Numbering skins, AccessorTable table) {
        ArrayNode kept = root.arrayNode();
        for (int i = 0; i < asset.nodes().size(); i++) {
            if (nodes.of(i) == GltfAsset.NONE) {
                continue;
            }
            ObjectNode node = (ObjectNode) root.get("nodes").get(i);
            nodes.rewriteAll(node, "children");
            meshes.rewrite(node, "mesh");
            skins.rewrite(node, "skin");
            if (!node.has("mesh")) {
                node.remove("skin");
                node.remove("weights");
            }
            transform(node);
            instances(node, i, table);
            kept.add(node);
        }
        changes.objects(asset.nodes().size() - kept.size());
        Numbering.put(root, "nodes", kept);
        for (JsonNode scene : root.path("scenes")) {
            nodes.rewriteAll((ObjectNode) scene, "nodes");
        }
    }

    private void transform(ObjectNode node) {
        if (node.has("matrix") && (node.has("translation") || node.has("rotation") || node.has("scale"))) {
            changes.repaired("node with both matrix and TRS", 1);
            node.remove("translation");
            node.remove("rotation");
            node.remove("scale");
        }
        JsonNode rotation = node.path("rotation");
        double length = 0;
        for (JsonNode component : rotation) {
            length += component.doubleValue() * component.doubleValue();
        }
        length = Math.sqrt(length);
        if (rotation.isEmpty() || Math.abs(length - 1) <= TOLERANCE) {
            return;
        }
        changes.repaired("rotation of another length than 1", 1);
        ArrayNode unit = node.arrayNode();
        for (JsonNode component : rotation) {
            unit.add(component.doubleValue() / length);
        }
        if (length == 0) {
            node.remove("rotation");
        } else {
            node.set("rotation", unit);
        }
    }

    private void instances(ObjectNode node, int index, AccessorTable table) {
        if (node.path("extensions").path(INSTANCING) instanceof ObjectNode instancing && instancing.has("attributes")) {
            ObjectNode attributes = instancing.putObject("attributes");
            asset.nodes()
                    .get(index)
                    .instancing()
                    .forEach((semantic, accessor) -> attributes.put(semantic, table.whole(accessor, false)));
        }
    }
}
