// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.texture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class TextureUseTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void tellsColoursDirectionsAndDataApart() throws Exception {
        TextureUse[] uses = uses("""
                [{"pbrMetallicRoughness":{"baseColorTexture":{"index":0},"metallicRoughnessTexture":{"index":1}},
                  "normalTexture":{"index":2},"emissiveTexture":{"index":3}}]""", 4);

        assertThat(uses[0]).isEqualTo(new TextureUse(true, false, false, false));
        assertThat(uses[1]).isEqualTo(new TextureUse(false, false, false, false));
        assertThat(uses[2]).isEqualTo(new TextureUse(false, false, true, false));
        assertThat(uses[3]).isEqualTo(new TextureUse(true, false, false, false));
    }

    @Test
    void readsAlphaWhereTheMaterialIsNotOpaque() throws Exception {
        TextureUse[] uses =
                uses("[{\"alphaMode\":\"MASK\",\"pbrMetallicRoughness\":{\"baseColorTexture\":{\"index\":0}}}]", 1);

        assertThat(uses[0]).isEqualTo(new TextureUse(true, true, false, true));
    }

    @Test
    void looksIntoExtensions() throws Exception {
        TextureUse[] uses = uses("""
                [{"extensions":{"KHR_materials_sheen":{"sheenColorTexture":{"index":0},"sheenRoughnessTexture":{"index":0}},
                  "KHR_materials_clearcoat":{"clearcoatNormalTexture":{"index":1}},
                  "KHR_materials_specular":{"specularTexture":{"index":2}}}}]""", 3);

        assertThat(uses[0]).isEqualTo(new TextureUse(true, false, false, true));
        assertThat(uses[1]).isEqualTo(new TextureUse(false, false, true, false));
        assertThat(uses[2]).isEqualTo(new TextureUse(false, false, false, true));
    }

    @Test
    void addsUpWhatSeveralMaterialsRead() throws Exception {
        TextureUse[] uses = uses("""
                [{"pbrMetallicRoughness":{"baseColorTexture":{"index":0}}},
                 {"alphaMode":"BLEND","pbrMetallicRoughness":{"baseColorTexture":{"index":0}}}]""", 1);

        assertThat(uses[0]).isEqualTo(new TextureUse(true, true, false, true));
    }

    @Test
    void takesTheUnknownForDataThatNeedsItsAlpha() throws Exception {
        TextureUse[] uses = uses("[{\"extensions\":{\"VND_new\":{\"somethingTexture\":{\"index\":1}}}}]", 2);

        assertThat(uses).containsOnly(TextureUse.DATA);
    }

    private static TextureUse[] uses(String materials, int textures) throws Exception {
        return TextureUse.ofTextures(JSON.readTree(materials), textures);
    }
}
