// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.texture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Set;

/**
 * Says what materials read from a picture, as glTF 2.0 and the KHR material extensions define their textures.
 *
 * @param color red, green and blue are in sRGB
 * @param coverage alpha is how much of a surface is there
 * @param normal red, green and blue are a direction
 * @param alpha somebody reads the alpha
 */
public record TextureUse(boolean color, boolean coverage, boolean normal, boolean alpha) {

    /** What is known of a texture that no material has. */
    public static final TextureUse DATA = new TextureUse(false, false, false, true);

    private static final TextureUse NONE = new TextureUse(false, false, false, false);

    private static final Set<String> COLORS = Set.of(
            "baseColorTexture",
            "emissiveTexture",
            "sheenColorTexture",
            "specularColorTexture",
            "diffuseTexture",
            "diffuseTransmissionColorTexture");

    private static final Set<String> NORMALS = Set.of("normalTexture", "clearcoatNormalTexture");

    /** Textures of which the core specification, or their extension, leaves the alpha unread. */
    private static final Set<String> WITHOUT_ALPHA = Set.of(
            "emissiveTexture",
            "sheenColorTexture",
            "specularColorTexture",
            "diffuseTransmissionColorTexture",
            "normalTexture",
            "clearcoatNormalTexture",
            "metallicRoughnessTexture",
            "occlusionTexture",
            "clearcoatTexture",
            "clearcoatRoughnessTexture",
            "transmissionTexture",
            "thicknessTexture",
            "iridescenceTexture",
            "iridescenceThicknessTexture",
            "anisotropyTexture");

    /**
     * Read the uses of every texture.
     *
     * @param materials the asset's materials, whose texture indices are in range
     * @return one use a texture; that of a texture which no material has is data
     */
    public static TextureUse[] ofTextures(JsonNode materials, int textures) {
        TextureUse[] uses = new TextureUse[textures];
        for (JsonNode material : materials) {
            boolean opaque = material.path("alphaMode").asText("OPAQUE").equals("OPAQUE");
            collect(material, opaque, uses);
        }
        return Arrays.stream(uses).map(use -> use == null ? DATA : use).toArray(TextureUse[]::new);
    }

    /** Return what both say together. */
    public TextureUse and(TextureUse other) {
        return new TextureUse(
                color || other.color, coverage || other.coverage, normal || other.normal, alpha || other.alpha);
    }

    private static void collect(JsonNode object, boolean opaque, TextureUse[] uses) {
        object.properties().forEach(member -> {
            String slot = member.getKey();
            JsonNode value = member.getValue();
            int index = value.path("index").asInt(-1);
            if (slot.endsWith("Texture") && index >= 0 && index < uses.length) {
                TextureUse before = uses[index];
                uses[index] = of(slot, opaque).and(before == null ? NONE : before);
            } else if (value.isObject() && !slot.equals("extras")) {
                collect(value, opaque, uses);
            }
        });
    }

    private static TextureUse of(String slot, boolean opaque) {
        boolean base = slot.equals("baseColorTexture");
        return new TextureUse(
                COLORS.contains(slot),
                base && !opaque,
                NORMALS.contains(slot),
                base ? !opaque : !WITHOUT_ALPHA.contains(slot));
    }
}
