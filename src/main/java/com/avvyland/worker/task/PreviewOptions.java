// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries what a task asks of its previews; what it leaves out is taken from the configuration.
 *
 * @param angles empty for the configured ones
 * @param width pixels, 16..4096
 * @param height pixels, 16..4096
 * @param background a CSS colour, or {@code transparent}
 */
public record PreviewOptions(
        List<Angle> angles,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable ImageMime mime,
        @Nullable String background) {

    /** The options of a task that gives none. */
    public static final PreviewOptions UNSET = new PreviewOptions(List.of(), null, null, null, null);

    public PreviewOptions {
        angles = List.copyOf(angles);
        check("width", width);
        check("height", height);
    }

    private static void check(String name, @Nullable Integer pixels) {
        if (pixels != null && (pixels < 16 || pixels > 4096)) {
            throw new TaskFailure(
                    FailureCode.INVALID_PAYLOAD, "preview.%s: %d (expected: 16..4096)".formatted(name, pixels));
        }
    }
}
