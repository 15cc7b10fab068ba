// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for preview images and metadata of one model: {@code model.preview.v1}. */
public record ModelPreviewTask(
        String modelHash,
        String callbackUrl,
        @Nullable String traceparent,
        @Nullable String tracestate,
        List<String> priorityProviders,
        ModelSource source,
        PreviewOptions preview)
        implements Task, ModelTask {

    public ModelPreviewTask {
        priorityProviders = List.copyOf(priorityProviders);
    }

    @Override
    public TaskType type() {
        return TaskType.MODEL_PREVIEW;
    }
}
