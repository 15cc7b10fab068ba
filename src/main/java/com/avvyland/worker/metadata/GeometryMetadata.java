// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.metadata;

import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.task.GeometryFacts;
import com.avvyland.worker.task.Metadata;
import com.avvyland.worker.task.Metadata.Dimensions;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.camel.Variable;

/**
 * Describes a model from its geometry and its own names alone, for when no provider looks at it. It judges no content,
 * so it never reports restricted content. Safe for any thread.
 */
public final class GeometryMetadata {

    private static final String SOURCE = "geometry";

    /**
     * Describe a checked asset; never fails.
     *
     * @param metresPerUnit what the file says that the asset was made of; empty for glTF itself
     */
    public Metadata describe(
            @Variable("asset") GltfAsset asset,
            @Variable("geometry") GeometryFacts geometry,
            @Variable("metresPerUnit") OptionalDouble metresPerUnit) {
        double[] size = new double[3];
        double longest = 0;
        for (int axis = 0; axis < 3; axis++) {
            size[axis] = geometry.boundsMax().get(axis) - geometry.boundsMin().get(axis);
            longest = Math.max(longest, size[axis]);
        }
        double scale = Scale.estimate(asset, longest, metresPerUnit);
        var dimensions = new Dimensions(size[0] * scale, size[1] * scale, size[2] * scale);
        String title = Title.of(asset);
        return new Metadata(
                title,
                Description.of(asset, geometry, dimensions),
                Tags.of(asset, geometry, title),
                dimensions,
                scale,
                false,
                List.of(),
                SOURCE,
                geometry);
    }
}
