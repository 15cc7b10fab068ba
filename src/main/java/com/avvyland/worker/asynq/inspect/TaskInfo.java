// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import com.avvyland.worker.asynq.proto.TaskMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes a stored task.
 *
 * @param message null when it is missing, can't be decoded or is too large for the page it is listed in
 * @param result what its worker kept, empty when nothing
 * @param due when the task may run: now for a pending one; null for an active one. For the rest the time that asynq keeps:
 *     when an archived one was archived, a completed one is deleted, an aggregating one joined its group
 * @param orphaned true for an active task whose lease is over
 */
public record TaskInfo(
        String queue,
        String id,
        @Nullable TaskMessage message,
        TaskState state,
        byte[] result,
        @Nullable Instant due,
        boolean orphaned) {}
