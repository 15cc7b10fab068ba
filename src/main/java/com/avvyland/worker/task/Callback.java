// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

/**
 * Answers one task; a family is one record, and {@link FailedCallback} answers any family.
 *
 * <p>The component names are the wire names in camel case: {@link CallbackEncoder} writes {@code modelHash} as
 * {@code model_hash}. A component that is null, or an empty list marked so in the contract, is left out.
 */
public sealed interface Callback
        permits ModelPreviewCallback,
                ObjectPipelineCallback,
                ProjectionStepCallback,
                ProjectionModelCallback,
                FailedCallback {

    /** Return the producer's content hash. */
    String modelHash();

    /** Return the asynq task id. */
    String taskId();

    /** Return {@code completed} or {@code failed}. */
    String status();
}
