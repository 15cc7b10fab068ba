// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfAsset.Texture;
import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.mesh.texture.TextureRule;
import com.avvyland.worker.mesh.texture.TextureRule.Derived;
import com.avvyland.worker.mesh.texture.TextureUse;
import com.avvyland.worker.task.Bytes;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads materials as they are, and of the textures' images those that a view shows. */
final class MaterialReader {

    private static final String KTX2 = "image/ktx2";
    private static final List<String> SAMPLER = List.of("magFilter", "minFilter", "wrapS", "wrapT");

    private static final int COORDINATE_SETS = 2;

    private final GltfAsset asset;
    private final JsonNode json;
    private final long mostBytes;
    private final TextureRule rule;
    private final Map<Integer, Integer> numbers = new HashMap<>();
    private final List<ViewScene.Image> images = new ArrayList<>();
    private long bytes;

    /** @param mostBytes of all images that travel in a view; those after it are named by their digest alone */
    MaterialReader(GltfAsset asset, JsonNode json, long mostBytes, TextureRule rule) {
        this.asset = asset;
        this.json = json;
        this.mostBytes = mostBytes;
        this.rule = rule;
    }

    List<Map<String, Object>> materials() {
        List<Map<String, Object>> materials = new ArrayList<>();
        json.path("materials").forEach(material -> {
            Map<String, Object> kept = PlainValues.map(material);
            dropUnplaced(kept);
            materials.add(kept);
        });
        return materials;
    }

    /** A texture over coordinates that a view has not would be one colour: none is nearer to the model. */
    private static void dropUnplaced(Map<?, ?> object) {
        object.entrySet()
                .removeIf(member -> member.getKey().toString().endsWith("Texture")
                        && member.getValue() instanceof Map<?, ?> texture
                        && texture.get("texCoord") instanceof Long set
                        && set >= COORDINATE_SETS);
        object.values().forEach(member -> {
            if (member instanceof Map<?, ?> inner) {
                dropUnplaced(inner);
            }
        });
    }

    /** Return the textures, in their order; {@link #images} are known afterwards. */
    List<Map<String, Object>> textures() {
        Map<Integer, TextureUse> uses = uses();
        List<Map<String, Object>> textures = new ArrayList<>();
        for (int i = 0; i < asset.textures().size(); i++) {
            Map<String, Object> texture = new HashMap<>();
            int[] sources = asset.textures().get(i).sources();
            if (sources.length > 0) {
                int chosen = chosen(asset.textures().get(i));
                texture.put(
                        "source",
                        numbers.computeIfAbsent(
                                chosen, index -> add(index, uses.getOrDefault(index, TextureUse.DATA))));
            }
            JsonNode number = json.path("textures").path(i).path("sampler");
            JsonNode sampler = json.path("samplers").path(number.asInt(-1));
            if (!sampler.isMissingNode()) {
                Map<String, Object> kept = PlainValues.map(sampler);
                kept.keySet().retainAll(SAMPLER);
                texture.put("sampler", kept);
            }
            textures.add(texture);
        }
        return textures;
    }

    List<ViewScene.Image> images() {
        return images;
    }

    /** Every browser decodes the other formats itself, so a KTX2 image is taken only where there is no other. */
    private int chosen(Texture texture) {
        for (int source : texture.sources()) {
            if (!header(source).mimeType().equals(KTX2)) {
                return source;
            }
        }
        return texture.sources()[0];
    }

    /** A picture that several textures show has to suit all of them. */
    private Map<Integer, TextureUse> uses() {
        TextureUse[] ofTextures =
                TextureUse.ofTextures(json.path("materials"), asset.textures().size());
        Map<Integer, TextureUse> uses = new HashMap<>();
        for (int i = 0; i < ofTextures.length; i++) {
            Texture texture = asset.textures().get(i);
            if (texture.sources().length > 0) {
                uses.merge(chosen(texture), ofTextures[i], TextureUse::and);
            }
        }
        return uses;
    }

    private int add(int index, TextureUse use) {
        Derived picture = rule.derive(asset.imageFile(asset.images().get(index)), header(index), use);
        Bytes file = picture.file();
        bytes += file.length();
        boolean inline = bytes <= mostBytes;
        images.add(new ViewScene.Image(
                picture.mimeType(),
                picture.width(),
                picture.height(),
                inline ? file : null,
                null,
                inline ? null : ViewCborWriter.sha256(file.buffer())));
        return images.size() - 1;
    }

    private ImageHeader header(int index) {
        Bytes file = asset.imageFile(asset.images().get(index));
        return Objects.requireNonNull(ImageHeader.read(file), "checked by the reader");
    }
}
