// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Says what a canonical GLB no longer has of its source, and what was mended.
 *
 * @param weldedVertices how many vertices fewer there are: equal to another, or of no triangle
 * @param droppedTriangles triangles without area: two of their corners are the same vertex
 * @param droppedObjects nodes, meshes, materials, textures, images and the like that nothing uses, or that are equal to
 *     another
 * @param repairs how often something was mended that the specification does not allow, by what it is
 * @param droppedExtensions optional extensions that refer to data by numbers this worker cannot follow
 */
public record CanonicalReport(
        long weldedVertices,
        long droppedTriangles,
        int droppedObjects,
        SortedMap<String, Integer> repairs,
        List<String> droppedExtensions) {

    public CanonicalReport {
        repairs = Collections.unmodifiableSortedMap(new TreeMap<>(repairs));
        droppedExtensions = List.copyOf(droppedExtensions);
    }
}
