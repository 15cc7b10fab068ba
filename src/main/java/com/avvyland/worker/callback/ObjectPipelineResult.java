// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.asynq.AsynqConstants;
import com.avvyland.worker.task.Artifact;
import com.avvyland.worker.task.Metadata;
import com.avvyland.worker.task.ObjectPipelineCallback;
import com.avvyland.worker.task.ObjectPipelineTask;
import com.avvyland.worker.task.Preview;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** Joins what the stations of {@code model.object_pipeline.v1} made into its callback. Thread-safe. */
public final class ObjectPipelineResult {

    /** Return the callback of a task that was completed. */
    public ObjectPipelineCallback complete(
            @Body ObjectPipelineTask task,
            @Header(AsynqConstants.TASK_ID) String taskId,
            @Variable("metadata") Metadata metadata,
            @Variable("previews") List<Preview> previews,
            @Variable("artifacts") List<Artifact> artifacts) {
        Listed listed = Listed.of(task.modelHash(), artifacts);
        return new ObjectPipelineCallback(
                task.modelHash(),
                taskId,
                "completed",
                metadata,
                previews,
                listed.view(),
                listed.canonical(),
                listed.others(),
                listed.manifest());
    }
}
