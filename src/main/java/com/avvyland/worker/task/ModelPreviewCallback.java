// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.List;

/** Answers a {@code model.preview.v1} task that was completed. */
public record ModelPreviewCallback(
        String modelHash,
        String taskId,
        String status,
        Metadata metadata,
        @OmittedWhenEmpty List<Preview> previews) implements Callback {

    public ModelPreviewCallback {
        previews = List.copyOf(previews);
    }
}
