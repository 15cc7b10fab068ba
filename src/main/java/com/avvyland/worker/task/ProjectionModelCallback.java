// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers a {@code model.projection.model.v1} task, completed or failed.
 *
 * @param artifacts what has no key of its own
 * @param provider who made the model
 * @param providerJobId its id there
 */
public record ProjectionModelCallback(
        String modelHash,
        String taskId,
        String status,
        @Nullable String error,
        @Nullable String errorCode,
        String jobId,
        @Nullable Metadata metadata,
        @OmittedWhenEmpty List<Preview> previews,
        @Nullable Artifact processedCbor,
        @Nullable Artifact canonicalModel,
        @OmittedWhenEmpty List<Artifact> artifacts,
        @Nullable Manifest manifest,
        @Nullable String provider,
        @Nullable String providerJobId)
        implements Callback {

    public ProjectionModelCallback {
        previews = List.copyOf(previews);
        artifacts = List.copyOf(artifacts);
    }

    /** Return the answer to a task that failed. */
    public static ProjectionModelCallback failed(
            ProjectionModelTask task, String taskId, String error, FailureCode code) {
        return new ProjectionModelCallback(
                task.modelHash(),
                taskId,
                "failed",
                error,
                code.wireName(),
                task.jobId(),
                null,
                List.of(),
                null,
                null,
                List.of(),
                null,
                null,
                null);
    }
}
