// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

/**
 * Bounds what is read of a model before anything looks inside.
 *
 * @param bytes most bytes of the main file and its resources together
 */
public record ModelLimits(long bytes) {

    /** 512 MiB: the longest value that Redis stores, so no inline model can be larger. */
    public static final ModelLimits DEFAULT = new ModelLimits(512L << 20);
}
