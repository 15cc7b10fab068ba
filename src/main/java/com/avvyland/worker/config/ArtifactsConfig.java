// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

/**
 * Says how artifacts travel.
 *
 * @param inlineLimit largest artifact whose bytes are in the callback
 * @param store which artifacts are stored, where there is a bucket
 */
public record ArtifactsConfig(ByteSize inlineLimit, Store store) {

    /** Names the artifacts that are stored. */
    public enum Store {
        /** Those that are too large to travel inline. */
        ABOVE_LIMIT,
        /** All; small ones travel inline as well. */
        ALWAYS
    }
}
