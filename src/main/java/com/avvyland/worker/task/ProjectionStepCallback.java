// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers a {@code model.projection.step.v1} task, completed or failed.
 *
 * @param promptOriginal the producer's own words
 * @param promptUsed what the picture in {@code generatedImage} was asked for with
 * @param score of {@code generatedImage}, 0..1
 * @param attempts every one, in order
 */
public record ProjectionStepCallback(
        String modelHash,
        String taskId,
        String status,
        @Nullable String error,
        @Nullable String errorCode,
        String jobId,
        String stepId,
        int sequence,
        String promptOriginal,
        @Nullable String promptUsed,
        StepReport.@Nullable Pack promptPack,
        StepReport.@Nullable Preprocessing preprocessing,
        @Nullable Image sourceImage,
        @Nullable Image preprocessedImage,
        @Nullable Image generatedImage,
        @Nullable Double score,
        List<ProjectionAttempt> attempts)
        implements Callback {

    public ProjectionStepCallback {
        attempts = List.copyOf(attempts);
    }

    /** Return the answer to a step whose picture passed. */
    public static ProjectionStepCallback completed(ProjectionStepTask task, String taskId, StepReport report) {
        return of(task, taskId, null, null, report);
    }

    /** Return the answer to a step that failed, with the best picture there is. */
    public static ProjectionStepCallback failed(
            ProjectionStepTask task, String taskId, String error, FailureCode code, StepReport report) {
        return of(task, taskId, error, code.wireName(), report);
    }

    private static ProjectionStepCallback of(
            ProjectionStepTask task,
            String taskId,
            @Nullable String error,
            @Nullable String errorCode,
            StepReport report) {
        return new ProjectionStepCallback(
                task.modelHash(),
                taskId,
                error == null ? "completed" : "failed",
                error,
                errorCode,
                task.jobId(),
                task.stepId(),
                task.sequence(),
                task.prompt(),
                report.promptUsed(),
                report.pack(),
                report.preprocessing(),
                report.source() == null ? task.sourceImage() : report.source(),
                report.preprocessed(),
                report.generated(),
                report.score(),
                report.attempts());
    }
}
