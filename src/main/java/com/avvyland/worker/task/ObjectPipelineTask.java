// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for previews, metadata and the artifacts of one model: {@code model.object_pipeline.v1}. */
public record ObjectPipelineTask(
        String modelHash,
        String callbackUrl,
        @Nullable String traceparent,
        @Nullable String tracestate,
        List<String> priorityProviders,
        ModelSource source,
        PreviewOptions preview)
        implements Task, ModelTask {

    public ObjectPipelineTask {
        priorityProviders = List.copyOf(priorityProviders);
    }

    @Override
    public TaskType type() {
        return TaskType.MODEL_OBJECT_PIPELINE;
    }
}
