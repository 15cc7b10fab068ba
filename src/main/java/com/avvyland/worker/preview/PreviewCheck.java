// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.config.PreviewsConfig;
import com.avvyland.worker.task.ProjectionModelTask;
import org.apache.camel.Body;

/** Finds what is wrong with a task's preview options before its model is paid for: the station {@code previewCheck}. */
public final class PreviewCheck {

    private final PreviewsConfig config;

    public PreviewCheck(PreviewsConfig config) {
        this.config = config;
    }

    /**
     * Check what the task asks of its previews.
     *
     * @throws com.avvyland.worker.task.TaskFailure INVALID_PAYLOAD, for good
     */
    public void check(@Body ProjectionModelTask task) {
        Shot.of(task.preview(), config);
    }
}
