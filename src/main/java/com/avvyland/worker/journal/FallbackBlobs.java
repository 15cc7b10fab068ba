// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.journal;

import com.avvyland.worker.task.Bytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a blob in a second place while the first cannot: what was paid for is not lost because a store is down. */
public final class FallbackBlobs implements Blobs {

    private static final Logger LOG = LoggerFactory.getLogger(FallbackBlobs.class);

    private final Blobs first;
    private final Blobs second;

    public FallbackBlobs(Blobs first, Blobs second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public void keep(String sha256, Bytes blob) {
        try {
            first.keep(sha256, blob);
        } catch (RuntimeException e) {
            LOG.warn("result {}: kept in Redis, as the store refused it: {}", sha256, e.getMessage());
            second.keep(sha256, blob);
        }
    }

    @Override
    public @Nullable Bytes find(String sha256) {
        Bytes blob = second.find(sha256);
        return blob == null ? first.find(sha256) : blob;
    }
}
