// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

/**
 * Says what becomes of textures in artifacts that are derived of the canonical GLB.
 *
 * @param maxSize pixels of the longest edge; larger textures are reduced
 * @param format which format they have
 */
public record TexturesConfig(int maxSize, Format format) {

    /** Names the formats of derived textures. */
    public enum Format {
        /** That of the source. */
        SOURCE,
        /** JPEG where a texture has no alpha that counts and is no normal map; else that of the source. */
        JPEG,
        /** WebP, lossless for normal maps. */
        WEBP
    }
}
