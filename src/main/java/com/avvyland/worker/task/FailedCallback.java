// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import org.jspecify.annotations.Nullable;

/**
 * Answers a task of any family that has failed for good, and could not be read or has nothing else to tell.
 *
 * @param error one line for people, without secrets and stack traces
 * @param errorCode the wire name of a {@link FailureCode}
 * @param jobId of a projection's payload, as far as it could be read
 * @param stepId the same
 */
public record FailedCallback(
        String modelHash,
        String taskId,
        String status,
        String error,
        String errorCode,
        @Nullable String jobId,
        @Nullable String stepId)
        implements Callback {}
