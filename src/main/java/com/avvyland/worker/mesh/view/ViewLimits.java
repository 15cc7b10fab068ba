// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

/**
 * Bounds what one view is made of.
 *
 * @param geometryBytes bytes of all vertices and indices as 32-bit numbers; a model with more is refused
 * @param imageBytes bytes of all images that travel in a view; those after it are named by their digest alone
 */
record ViewLimits(long geometryBytes, long imageBytes) {

    /**
     * 512 MiB, some twelve million vertices with everything, which take twice as much native memory
     * on their way; and 64 MiB, which a browser still takes in one piece.
     */
    static final ViewLimits DEFAULT = new ViewLimits(512L << 20, 64L << 20);
}
