// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * States what can be counted and measured in a model without looking at it.
 *
 * @param triangles drawn triangles of the default scene, every instance counted
 * @param vertices distinct vertices of the default scene's meshes, every instance counted
 * @param boundsMin model units, y up: x, y, z
 * @param boundsMax model units, y up: x, y, z
 * @param extensionsUsed names as the asset declares them, sorted
 * @param watertight whether every edge is shared by exactly two triangles; absent where it was not decided
 */
public record GeometryFacts(
        long triangles,
        long vertices,
        int meshes,
        int materials,
        int textures,
        int animations,
        List<Double> boundsMin,
        List<Double> boundsMax,
        @OmittedWhenEmpty List<String> extensionsUsed,
        @Nullable Boolean watertight) {

    public GeometryFacts {
        boundsMin = List.copyOf(boundsMin);
        boundsMax = List.copyOf(boundsMax);
        extensionsUsed = List.copyOf(extensionsUsed);
    }
}
