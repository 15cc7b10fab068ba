// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfAsset.Animation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.BitSet;

/** Keeps the channels that move something, with their samplers, every key frame as it is. */
final class Animations {

    private final GltfAsset asset;
    private final ObjectNode root;
    private final SceneUse use;

    Animations(GltfAsset asset, ObjectNode root, SceneUse use) {
        this.asset = asset;
        this.root = root;
        this.use = use;
    }

    /** Return the nodes that are moved. */
    BitSet moved() {
        var moved = new BitSet();
        for (int i = 0; i < asset.animations().size(); i++) {
            int[] targets = asset.animations().get(i).targets();
            for (int channel = 0; channel < targets.length; channel++) {
                if (moves(i, channel)) {
                    moved.set(targets[channel]);
                }
            }
        }
        return moved;
    }

    void rewrite(Numbering nodes, AccessorTable table) {
        ArrayNode kept = root.arrayNode();
        for (int i = 0; i < asset.animations().size(); i++) {
            ObjectNode animation = (ObjectNode) root.get("animations").get(i);
            if (rewrite(i, animation, nodes, table)) {
                kept.add(animation);
            }
        }
        Numbering.put(root, "animations", kept);
    }

    /** Return whether anything is left. */
    private boolean rewrite(int index, ObjectNode json, Numbering nodes, AccessorTable table) {
        Animation animation = asset.animations().get(index);
        var samplers = new BitSet();
        ArrayNode channels = root.arrayNode();
        for (int i = 0; i < animation.targets().length; i++) {
            if (moves(index, i)) {
                samplers.set(animation.channelSamplers()[i]);
                channels.add(json.get("channels").get(i));
            }
        }
        if (channels.isEmpty()) {
            return false;
        }
        Numbering numbers = Numbering.of(samplers, animation.accessors().length / 2);
        for (JsonNode channel : channels) {
            numbers.rewrite((ObjectNode) channel, "sampler");
            nodes.rewrite((ObjectNode) channel.get("target"), "node");
        }
        json.set("channels", channels);
        ArrayNode written = root.arrayNode();
        for (int i = samplers.nextSetBit(0); i >= 0; i = samplers.nextSetBit(i + 1)) {
            written.add(((ObjectNode) json.get("samplers").get(i))
                    .put("input", table.whole(animation.accessors()[i * 2], true))
                    .put("output", table.whole(animation.accessors()[i * 2 + 1], false)));
        }
        json.set("samplers", written);
        return true;
    }

    private boolean moves(int animation, int channel) {
        int target = asset.animations().get(animation).targets()[channel];
        if (target == NONE || !use.nodes().get(target)) {
            return false;
        }
        JsonNode path = root.path("animations")
                .path(animation)
                .path("channels")
                .path(channel)
                .path("target");
        if (!path.path("path").asText().equals("weights")) {
            return true;
        }
        int mesh = asset.nodes().get(target).mesh();
        return mesh != NONE
                && use.meshes().get(mesh)
                && asset.meshes().get(mesh).primitives().stream()
                        .anyMatch(primitive -> !primitive.targets().isEmpty());
    }
}
