// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import org.jspecify.annotations.Nullable;

/**
 * Says which vertices of a primitive remain, and how it goes through them.
 *
 * @param order source vertex of each vertex, in the order of first use; null when that is the source's own
 * @param vertices how many remain
 * @param corners indices; only the first {@code cornerCount} count
 * @param dropped triangles of two equal corners that are gone
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers, none of them boxed
record Welded(int @Nullable [] order, int vertices, int[] corners, int cornerCount, int dropped) {

    /** Indices of 16 bits reach 65,534; 65,535 is what restarts a primitive elsewhere. */
    private static final int MOST_SHORT_VERTICES = 65_535;

    boolean isWide() {
        return vertices > MOST_SHORT_VERTICES;
    }
}
