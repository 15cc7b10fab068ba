// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.journal;

import com.avvyland.worker.task.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Holds a task's answer from the moment it is known until it is delivered.
 *
 * @param taskId asynq task id
 * @param taskType asynq task type, as the producer wrote it
 * @param callbackUrl where the answer goes, as the producer wrote it
 * @param body the encoded callback: the bytes that are signed and sent, on every attempt
 * @param archiveReason why the task is archived once the answer is delivered; absent when it is then done
 */
public record FinishedResult(
        String taskId,
        String taskType,
        String callbackUrl,
        Bytes body,
        @Nullable String archiveReason) {

    /** Describe the result without its URL and its body. */
    @Override
    public String toString() {
        return "%s %s, %d bytes".formatted(taskType, taskId, body.length());
    }
}
