// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import org.jspecify.annotations.Nullable;

/**
 * Says which vertices of a primitive remain, and how it goes through them.
 *
 * @param order source vertex of each vertex, in the order of first use; null when that is the source's own
 * @param vertices how many remain
 * @param corners vertices by their new numbers; of triangles that are dropped two are equal
 * @param dropped triangles of two equal corners that are gone
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers, none of them boxed
record Welded(int @Nullable [] order, int vertices, Corners corners, int dropped) {

    /** Indices of 16 bits reach 65,534; 65,535 is what restarts a primitive elsewhere. */
    private static final int MOST_SHORT_VERTICES = 65_535;

    boolean isWide() {
        return vertices > MOST_SHORT_VERTICES;
    }

    /** Return how many corners are left. */
    int cornerCount() {
        return corners.count() - dropped * 3;
    }

    /**
     * Read a run of the corners that are left.
     *
     * @param from counts those of dropped triangles too
     * @return how many of the run's {@code run.length} are left
     */
    int read(int from, int[] run) {
        int some = corners.read(from, run);
        return dropped == 0 ? some : Weld.withoutDegenerate(run, some);
    }
}
