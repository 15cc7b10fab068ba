// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mirrors {@code preview-options} of the contract. */
record PreviewPayload(
        @Nullable List<String> angles,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable String mime,
        @Nullable String background) {

    /** Return the options, checked. */
    PreviewOptions options() {
        return new PreviewOptions(
                angles == null ? List.of() : angles.stream().map(Angle::parse).toList(),
                width,
                height,
                mime == null ? null : ImageMime.parse(mime),
                Field.optional("preview.background", background, 64));
    }
}
