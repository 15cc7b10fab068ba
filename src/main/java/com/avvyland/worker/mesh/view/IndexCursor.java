// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

/** Goes through indices in runs, which share one array. Not safe for threads. */
final class IndexCursor {

    /** A multiple of 6, for whole lines and triangles; small enough for the nearest cache. */
    private static final int RUN_INDICES = 6 << 10;

    private final IndexData data;
    private final int[] indices;
    private int first;
    private int count;

    IndexCursor(IndexData data) {
        this.data = data;
        this.indices = new int[Math.min(data.length(), RUN_INDICES)];
    }

    /** Read the next run; false when there is none. */
    boolean next() {
        first += count;
        count = Math.min(data.length() - first, RUN_INDICES);
        if (count == 0) {
            return false;
        }
        data.read(first, indices, 0, count);
        return true;
    }

    /** Return where the run begins. */
    int first() {
        return first;
    }

    /** Return the length of the run. */
    int count() {
        return count;
    }

    /** Return the indices of the run, which the next one overwrites; those after its end are undefined. */
    int[] indices() {
        return indices;
    }
}
