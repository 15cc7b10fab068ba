// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts, while a model is written anew, what is no longer as it was. */
final class Changes {

    private final TreeMap<String, Integer> repairs = new TreeMap<>();
    private final TreeSet<String> droppedExtensions = new TreeSet<>();
    private long weldedVertices;
    private long droppedTriangles;
    private int droppedObjects;

    void welded(long vertices) {
        weldedVertices += vertices;
    }

    void triangles(long dropped) {
        droppedTriangles += dropped;
    }

    /** Count objects that nothing shows or refers to, or that are equal to another. */
    void objects(int dropped) {
        droppedObjects += dropped;
    }

    void repaired(String what, int times) {
        if (times > 0) {
            repairs.merge(what, times, Integer::sum);
        }
    }

    void extension(String dropped) {
        droppedExtensions.add(dropped);
    }

    CanonicalReport report() {
        return new CanonicalReport(
                weldedVertices, droppedTriangles, droppedObjects, repairs, List.copyOf(droppedExtensions));
    }
}
