// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

/**
 * Bounds a CBOR document before anything is allocated for it.
 *
 * @param maxBytes whole document
 * @param maxDepth nested maps and arrays, the outermost counts as one
 * @param maxItems data items, every key and every value counts as one
 * @param maxText UTF-8 bytes of one text value
 * @param maxKey UTF-8 bytes of one map key
 */
public record CborLimits(long maxBytes, int maxDepth, int maxItems, int maxText, int maxKey) {

    /** What a task payload may be: 512 MiB is the longest value that Redis stores. */
    public static final CborLimits TASK = new CborLimits(512L << 20, 8, 10_000, 64 << 10, 255);

    /** Return these limits with another bound on the whole document. */
    public CborLimits withMaxBytes(long bytes) {
        return new CborLimits(bytes, maxDepth, maxItems, maxText, maxKey);
    }
}
