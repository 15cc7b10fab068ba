// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import com.avvyland.worker.asynq.proto.WorkerInfo;
import org.jspecify.annotations.Nullable;

/**
 * Describes an active task with what its server last said of it.
 *
 * @param worker null when no server alive says that it runs the task
 */
public record RunningTask(TaskInfo task, @Nullable WorkerInfo worker) {}
