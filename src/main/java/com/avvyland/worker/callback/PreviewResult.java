// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.asynq.AsynqConstants;
import com.avvyland.worker.task.Metadata;
import com.avvyland.worker.task.ModelPreviewCallback;
import com.avvyland.worker.task.ModelPreviewTask;
import com.avvyland.worker.task.Preview;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** Joins what the stations of {@code model.preview.v1} made into its callback. Thread-safe. */
public final class PreviewResult {

    /** Return the callback of a task that was completed. */
    public ModelPreviewCallback complete(
            @Body ModelPreviewTask task,
            @Header(AsynqConstants.TASK_ID) String taskId,
            @Variable("metadata") Metadata metadata,
            @Variable("previews") List<Preview> previews) {
        return new ModelPreviewCallback(task.modelHash(), taskId, "completed", metadata, previews);
    }
}
