// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfAsset.Image;
import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.task.Bytes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.BitSet;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Keeps the materials, textures, images and samplers that are used, equal ones once. */
final class Materials {

    private final GltfAsset asset;
    private final ObjectNode root;
    private final Changes changes;

    Materials(GltfAsset asset, ObjectNode root, Changes changes) {
        this.asset = asset;
        this.root = root;
        this.changes = changes;
    }

    /** Rewrite all four arrays; return the new numbers of materials. */
    Numbering rewrite(BitSet usedMaterials, AccessorTable table) {
        var textures = new BitSet();
        eachUsed(
                "materials",
                usedMaterials,
                material -> eachTexture(material, (owner, texture) -> textures.set(texture)));
        var images = new BitSet();
        var samplers = new BitSet();
        eachUsed("textures", textures, texture -> {
            eachSource(texture, owner -> images.set(owner.get("source").intValue()));
            if (texture.path("sampler").isNumber()) {
                samplers.set(texture.get("sampler").intValue());
            }
        });
        for (int i = images.nextSetBit(0); i >= 0; i = images.nextSetBit(i + 1)) {
            store((ObjectNode) root.get("images").get(i), asset.images().get(i), table);
        }
        Numbering newImages = Numbering.compact(root, "images", images, changes);
        Numbering newSamplers = Numbering.compact(root, "samplers", samplers, changes);
        eachUsed("textures", textures, texture -> {
            eachSource(texture, owner -> newImages.rewrite(owner, "source"));
            newSamplers.rewrite(texture, "sampler");
        });
        Numbering newTextures = Numbering.compact(root, "textures", textures, changes);
        eachUsed(
                "materials",
                usedMaterials,
                material -> eachTexture(material, (owner, texture) -> newTextures.rewrite(owner, "index")));
        return Numbering.compact(root, "materials", usedMaterials, changes);
    }

    private void store(ObjectNode json, Image image, AccessorTable table) {
        Bytes file = asset.imageFile(image);
        json.put("bufferView", table.image(file));
        json.put("mimeType", ImageHeader.mimeType(file));
    }

    private void eachUsed(String array, BitSet used, Consumer<ObjectNode> action) {
        for (int i = used.nextSetBit(0); i >= 0; i = used.nextSetBit(i + 1)) {
            if (root.path(array).path(i) instanceof ObjectNode object) {
                action.accept(object);
            }
        }
    }

    /** A texture is what a member called {@code ...Texture} names by its {@code index}, in the core and in extensions. */
    private static void eachTexture(JsonNode value, BiConsumer<ObjectNode, Integer> action) {
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            if (member.getKey().equals("extras")) {
                continue;
            }
            JsonNode child = member.getValue();
            if (member.getKey().endsWith("Texture") && child.path("index").isNumber()) {
                action.accept((ObjectNode) child, child.get("index").intValue());
            }
            eachTexture(child, action);
        }
    }

    private static void eachSource(ObjectNode texture, Consumer<ObjectNode> action) {
        if (texture.path("source").isNumber()) {
            action.accept(texture);
        }
        for (JsonNode extension : texture.path("extensions")) {
            if (extension.path("source").isNumber()) {
                action.accept((ObjectNode) extension);
            }
        }
    }
}
