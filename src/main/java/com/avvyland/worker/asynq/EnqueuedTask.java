// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import java.time.Instant;

/**
 * Names a task that was stored.
 *
 * @param state pending, scheduled or aggregating
 * @param processAt when it becomes pending
 */
public record EnqueuedTask(String id, String queue, String state, Instant processAt) {}
