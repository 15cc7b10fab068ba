// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a 3D model of the object in pictures: {@code model.projection.model.v1}.
 *
 * @param views at least one
 * @param targetFaces triangles wanted; absent for the provider's own number
 */
public record ProjectionModelTask(
        String modelHash,
        String callbackUrl,
        @Nullable String traceparent,
        @Nullable String tracestate,
        List<String> priorityProviders,
        String jobId,
        List<View> views,
        @Nullable Integer targetFaces,
        PreviewOptions preview)
        implements Task {

    /** Holds the object as it is seen from one side. */
    public record View(Angle view, Image image) {}

    public ProjectionModelTask {
        priorityProviders = List.copyOf(priorityProviders);
        views = List.copyOf(views);
    }

    @Override
    public TaskType type() {
        return TaskType.MODEL_PROJECTION_MODEL;
    }

    @Override
    public Callback failed(String taskId, String error, FailureCode code) {
        return ProjectionModelCallback.failed(this, taskId, error, code);
    }
}
