// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

/** Reports that a task was not stored because another one is in its way. Trying again helps only when that one is gone. */
public final class EnqueueException extends RuntimeException {

    /** Names what was in the way. */
    public enum Reason {
        /** A task with this id is in the queue, be it archived or completed. */
        ID_CONFLICT,
        /** An equal task holds the unique lock. */
        DUPLICATE
    }

    private final Reason reason;

    EnqueueException(Reason reason) {
        super(reason == Reason.ID_CONFLICT ? "task ID conflicts with another task" : "task already exists");
        this.reason = reason;
    }

    /** Return what was in the way. */
    public Reason reason() {
        return reason;
    }
}
