// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.task.Artifact;
import com.avvyland.worker.task.Bytes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Holds one artifact between being made and being stored.
 *
 * @param content read-only
 * @param inline whether its bytes travel in the callback
 * @param place where it is to be stored; absent when it only travels inline
 */
public record Draft(
        String kind,
        String logicalName,
        String contentType,
        ByteBuffer content,
        Digests digests,
        boolean inline,
        @Nullable Place place) {

    /** Names an object. */
    public record Place(String bucket, String key) {

        String url() {
            return "s3://%s/%s".formatted(bucket, key);
        }
    }

    int size() {
        return content.remaining();
    }

    /** Return the place of an artifact that is stored. */
    Place stored() {
        if (place == null) {
            throw new IllegalStateException("%s: inline only (expected: an artifact to store)".formatted(logicalName));
        }
        return place;
    }

    Artifact artifact() {
        return new Artifact(
                kind,
                logicalName,
                contentType,
                digests.sha256(),
                size(),
                inline ? bytes() : null,
                place == null ? null : place.url());
    }

    /** At most {@code inline_limit}; the callback holds an array. */
    private Bytes bytes() {
        byte[] array = new byte[size()];
        content.duplicate().get(array);
        return Bytes.of(array);
    }

    /** Describe the draft without its content. */
    @Override
    public String toString() {
        return "%s, %d bytes, sha256 %s".formatted(logicalName, size(), digests.sha256());
    }
}
