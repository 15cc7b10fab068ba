// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import com.avvyland.worker.asynq.proto.TaskMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes a stored task.
 *
 * @param result what its worker kept, empty when nothing
 * @param due when a scheduled or retried task becomes pending, an archived one was archived or a completed one is deleted
 */
public record TaskInfo(
        TaskMessage message,
        TaskState state,
        byte[] result,
        @Nullable Instant due) {}
