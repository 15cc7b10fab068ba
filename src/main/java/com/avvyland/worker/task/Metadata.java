// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes a model to people and to search.
 *
 * @param estimatedDimensions metres
 * @param estimatedScaleFactor multiply the model's own units by it to get metres
 * @param source the provider that wrote it, or {@code geometry}
 */
public record Metadata(
        String title,
        String description,
        List<String> tags,
        @Nullable Dimensions estimatedDimensions,
        @Nullable Double estimatedScaleFactor,
        boolean restrictedDetected,
        @OmittedWhenEmpty List<String> restrictedReasons,
        String source,
        @Nullable GeometryFacts geometry) {

    public Metadata {
        tags = List.copyOf(tags);
        restrictedReasons = List.copyOf(restrictedReasons);
    }

    /** Gives a size in metres: x right, y up, z towards the viewer. */
    public record Dimensions(double x, double y, double z) {}
}
