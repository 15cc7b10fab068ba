// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.List;

/**
 * Answers a {@code model.object_pipeline.v1} task that was completed.
 *
 * @param processedCbor the public {@code view.cbor}
 * @param canonicalModel the internal {@code canonical.glb}
 * @param artifacts what has no key of its own; the two above are not repeated here, their bytes would travel twice
 * @param manifest every artifact, those two included
 */
public record ObjectPipelineCallback(
        String modelHash,
        String taskId,
        String status,
        Metadata metadata,
        @OmittedWhenEmpty List<Preview> previews,
        Artifact processedCbor,
        Artifact canonicalModel,
        @OmittedWhenEmpty List<Artifact> artifacts,
        Manifest manifest)
        implements Callback {

    public ObjectPipelineCallback {
        previews = List.copyOf(previews);
        artifacts = List.copyOf(artifacts);
    }
}
