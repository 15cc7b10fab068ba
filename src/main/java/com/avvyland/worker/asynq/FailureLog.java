// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import com.avvyland.worker.asynq.broker.ErrorText;
import com.avvyland.worker.asynq.proto.TaskMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a failed attempt in one line: failing is an ordinary end of a task, and the queue keeps the reason.
 *
 * <p>The stack trace is there at DEBUG. Stateless.
 */
final class FailureLog {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);

    private FailureLog() {}

    static void failed(TaskMessage task, Throwable error) {
        LOG.warn(
                "task {} of type {} failed (attempt {} of {}): {}",
                // Whoever enqueues chooses id and type, and often what the error says: one line it stays.
                ErrorText.of(task.getId()),
                ErrorText.of(task.getType()),
                task.getRetried() + 1,
                task.getRetry() + 1,
                ErrorText.of(error.getMessage() == null ? error.getClass().getName() : error.getMessage()));
        LOG.debug("task {} failed", ErrorText.of(task.getId()), error);
    }
}
