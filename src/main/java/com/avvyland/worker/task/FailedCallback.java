// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

/**
 * Answers a task of any family that has failed for good.
 *
 * @param error one line for people, without secrets and stack traces
 * @param errorCode the wire name of a {@link FailureCode}
 */
public record FailedCallback(String modelHash, String taskId, String status, String error, String errorCode)
        implements Callback {}
