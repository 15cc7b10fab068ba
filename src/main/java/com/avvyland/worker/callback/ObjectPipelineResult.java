// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.asynq.AsynqConstants;
import com.avvyland.worker.task.Artifact;
import com.avvyland.worker.task.Manifest;
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

    private static final String GENERATOR = "avvy-worker";
    private static final String CANONICAL = "canonical_model";
    private static final String VIEW = "processed_cbor";

    /** Return the callback of a task that was completed. */
    public ObjectPipelineCallback complete(
            @Body ObjectPipelineTask task,
            @Header(AsynqConstants.TASK_ID) String taskId,
            @Variable("metadata") Metadata metadata,
            @Variable("previews") List<Preview> previews,
            @Variable("artifacts") List<Artifact> artifacts) {
        return new ObjectPipelineCallback(
                task.modelHash(),
                taskId,
                "completed",
                metadata,
                previews,
                only(VIEW, artifacts),
                only(CANONICAL, artifacts),
                artifacts.stream()
                        .filter(artifact -> !artifact.kind().equals(VIEW)
                                && !artifact.kind().equals(CANONICAL))
                        .toList(),
                Manifest.of(task.modelHash(), GENERATOR, artifacts));
    }

    private static Artifact only(String kind, List<Artifact> artifacts) {
        return artifacts.stream()
                .filter(artifact -> artifact.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("artifacts: no %s (expected: one)".formatted(kind)));
    }
}
