// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.BitSet;

/** Keeps the skins that are used. Joints keep their order, for vertices refer to them by it. */
final class Skins {

    private final GltfAsset asset;
    private final ObjectNode root;
    private final Changes changes;

    Skins(GltfAsset asset, ObjectNode root, Changes changes) {
        this.asset = asset;
        this.root = root;
        this.changes = changes;
    }

    /** Return the new numbers of skins. */
    Numbering rewrite(BitSet used, Numbering nodes, AccessorTable table) {
        ArrayNode kept = root.arrayNode();
        used.stream().forEach(index -> {
            ObjectNode skin = (ObjectNode) root.get("skins").get(index);
            nodes.rewriteAll(skin, "joints");
            nodes.rewrite(skin, "skeleton");
            int matrices = asset.skins().get(index).inverseBindMatrices();
            if (matrices != NONE) {
                skin.put("inverseBindMatrices", table.whole(matrices, false));
            }
            kept.add(skin);
        });
        changes.objects(asset.skins().size() - kept.size());
        Numbering.put(root, "skins", kept);
        return Numbering.of(used, asset.skins().size());
    }
}
