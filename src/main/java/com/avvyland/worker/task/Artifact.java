// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import org.jspecify.annotations.Nullable;

/**
 * Holds one file that a pipeline made, or says where it is stored; at least one of the two.
 *
 * @param kind {@code processed_cbor}, {@code canonical_model}, or another of the producer's kinds
 * @param logicalName file name within the task, {@code canonical.glb}
 * @param contentType media type
 * @param sha256 lower-case hex of the content
 * @param size bytes of the content
 * @param bytes the content; absent when it does not travel inline
 * @param url {@code s3://bucket/key}; absent when it is not stored
 */
public record Artifact(
        String kind,
        String logicalName,
        String contentType,
        String sha256,
        long size,
        @Nullable Bytes bytes,
        @Nullable String url) {

    public Artifact {
        if (bytes == null && url == null) {
            throw new IllegalArgumentException("%s: no content (expected: bytes, url or both)".formatted(logicalName));
        }
    }
}
