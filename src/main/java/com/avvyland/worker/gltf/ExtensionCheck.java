// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import java.util.Set;

/**
 * Refuses what would be drawn wrongly without a word: another version of glTF, or an extension that the asset requires
 * and the renderer does not know. Such a model is sound, so it is {@code unsupported_format}.
 *
 * @param decoded extensions that the renderer never meets, because they are decoded before
 */
record ExtensionCheck(Set<String> decoded) implements GltfCheck {

    /** What GLTFLoader of Three.js r181 draws, and two extensions that do not change the default look. */
    private static final Set<String> SUPPORTED = Set.of(
            "EXT_materials_bump",
            "EXT_mesh_gpu_instancing",
            "EXT_meshopt_compression",
            "EXT_texture_avif",
            "EXT_texture_webp",
            "KHR_draco_mesh_compression",
            "KHR_lights_punctual",
            "KHR_materials_anisotropy",
            "KHR_materials_clearcoat",
            "KHR_materials_dispersion",
            "KHR_materials_emissive_strength",
            "KHR_materials_ior",
            "KHR_materials_iridescence",
            "KHR_materials_sheen",
            "KHR_materials_specular",
            "KHR_materials_transmission",
            "KHR_materials_unlit",
            "KHR_materials_variants",
            "KHR_materials_volume",
            "KHR_mesh_quantization",
            "KHR_texture_basisu",
            "KHR_texture_transform",
            "KHR_xmp_json_ld");

    @Override
    public void check(GltfAsset asset) {
        String version = asset.info().version();
        if (version.isEmpty()) {
            throw GltfFault.invalid("asset.version", "absent", "2.0");
        }
        if (!version.startsWith("2.")) {
            throw GltfFault.unsupported("asset.version", version, "2.0");
        }
        String minVersion = asset.info().minVersion();
        if (!minVersion.isEmpty() && !minVersion.equals("2.0")) {
            throw GltfFault.unsupported("asset.minVersion", minVersion, "2.0");
        }
        for (String extension : asset.extensionsRequired()) {
            if (!SUPPORTED.contains(extension) && !decoded.contains(extension)) {
                throw GltfFault.unsupported("extensionsRequired", extension, "an extension this worker draws");
            }
        }
    }
}
