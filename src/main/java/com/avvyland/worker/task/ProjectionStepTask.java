// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for one picture of an object from one side: {@code model.projection.step.v1}.
 *
 * @param sequence position of the step in its job, from 0
 * @param prompt the producer's own words
 * @param promptPack name of the pack that turns them into a prompt
 * @param sourceImage the object as it is known; absent when it is to be rendered from {@code model}
 * @param model absent when {@code sourceImage} is there
 * @param referenceImages results of earlier steps
 * @param maxAttempts pictures to pay for at most; absent for the configured number
 * @param passScore 0..1; absent for the configured one
 */
public record ProjectionStepTask(
        String modelHash,
        String callbackUrl,
        @Nullable String traceparent,
        @Nullable String tracestate,
        List<String> priorityProviders,
        String jobId,
        String stepId,
        int sequence,
        String prompt,
        String promptPack,
        Angle view,
        @Nullable Image sourceImage,
        @Nullable ModelSource model,
        List<Image> referenceImages,
        @Nullable Integer maxAttempts,
        @Nullable Double passScore)
        implements Task {

    public ProjectionStepTask {
        priorityProviders = List.copyOf(priorityProviders);
        referenceImages = List.copyOf(referenceImages);
        if ((sourceImage == null) == (model == null)) {
            throw Field.invalid(
                    "source_image",
                    sourceImage == null ? "absent" : "given beside a model",
                    "exactly one of source_image and a model");
        }
    }

    @Override
    public TaskType type() {
        return TaskType.MODEL_PROJECTION_STEP;
    }

    @Override
    public Callback failed(String taskId, String error, FailureCode code) {
        return ProjectionStepCallback.failed(this, taskId, error, code, StepReport.NONE);
    }
}
