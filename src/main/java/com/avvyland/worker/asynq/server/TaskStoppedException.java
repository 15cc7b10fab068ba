// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import org.jspecify.annotations.Nullable;

/** Fails a task that was stopped before it ended by itself. */
public final class TaskStoppedException extends RuntimeException {

    private final StopCause stopCause;

    TaskStoppedException(StopCause stopCause, @Nullable Throwable cause) {
        super(stopCause.text(), cause);
        this.stopCause = stopCause;
    }

    /** Return why the task was stopped. */
    public StopCause stopCause() {
        return stopCause;
    }
}
