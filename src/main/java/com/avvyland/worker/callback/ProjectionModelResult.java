// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.asynq.AsynqConstants;
import com.avvyland.worker.task.Artifact;
import com.avvyland.worker.task.Metadata;
import com.avvyland.worker.task.Preview;
import com.avvyland.worker.task.ProjectionModelCallback;
import com.avvyland.worker.task.ProjectionModelTask;
import java.util.List;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;

/** Joins what the stations of {@code model.projection.model.v1} made into its callback. Thread-safe. */
public final class ProjectionModelResult {

    /**
     * Return the callback of a task that was completed.
     *
     * @param provider who made the model
     * @param providerJobId its id there
     */
    public ProjectionModelCallback complete(
            @Variable("task") ProjectionModelTask task,
            @Header(AsynqConstants.TASK_ID) String taskId,
            @Variable("metadata") Metadata metadata,
            @Variable("previews") List<Preview> previews,
            @Variable("artifacts") List<Artifact> artifacts,
            @Variable("provider") String provider,
            @Variable("providerJobId") @Nullable String providerJobId) {
        Listed listed = Listed.of(task.modelHash(), artifacts);
        return new ProjectionModelCallback(
                task.modelHash(),
                taskId,
                "completed",
                null,
                null,
                task.jobId(),
                metadata,
                previews,
                listed.view(),
                listed.canonical(),
                listed.others(),
                listed.manifest(),
                provider,
                providerJobId);
    }
}
