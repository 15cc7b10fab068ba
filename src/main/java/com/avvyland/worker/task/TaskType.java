// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.Arrays;
import java.util.Optional;

/** Names the task families and the header that carries each family's callback signature. */
public enum TaskType {
    MODEL_PREVIEW("model.preview.v1", "X-Model-Preview-Signature"),
    MODEL_OBJECT_PIPELINE("model.object_pipeline.v1", "X-Model-Object-Signature"),
    MODEL_PROJECTION_STEP("model.projection.step.v1", "X-Model-Projection-Signature"),
    MODEL_PROJECTION_MODEL("model.projection.model.v1", "X-Model-Projection-Model-Signature");

    private final String wireName;
    private final String signatureHeader;

    TaskType(String wireName, String signatureHeader) {
        this.wireName = wireName;
        this.signatureHeader = signatureHeader;
    }

    /** Return the asynq task type. */
    public String wireName() {
        return wireName;
    }

    /** Return the HTTP header of the callback's signature. */
    public String signatureHeader() {
        return signatureHeader;
    }

    /** Find the family of an asynq task type; empty when there is none. */
    public static Optional<TaskType> of(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(wireName))
                .findFirst();
    }
}
