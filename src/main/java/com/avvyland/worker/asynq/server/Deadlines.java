// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import com.avvyland.worker.asynq.proto.TaskMessage;
import java.time.Duration;
import java.time.Instant;

/** Computes when an attempt must end. */
final class Deadlines {

    /** Used when a task says neither timeout nor deadline; asynq's number. */
    private static final Duration DEFAULT = Duration.ofMinutes(30);

    private Deadlines() {}

    static Instant of(TaskMessage task, Instant start) {
        Instant byTimeout = start.plusSeconds(Math.clamp(task.getTimeout(), 0, Integer.MAX_VALUE));
        Instant absolute = Instant.ofEpochSecond(Math.clamp(task.getDeadline(), 0, 253402300799L));
        if (task.getTimeout() > 0 && task.getDeadline() > 0) {
            return byTimeout.isBefore(absolute) ? byTimeout : absolute;
        }
        if (task.getTimeout() > 0) {
            return byTimeout;
        }
        return task.getDeadline() > 0 ? absolute : start.plus(DEFAULT);
    }
}
