// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

/**
 * Reports that a task or queue is not in a state that allows what was asked. Permanent until that state changes. The
 * texts are asynq's.
 */
public final class InspectException extends RuntimeException {

    private final Reason reason;

    InspectException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Tells what is in the way. */
    public enum Reason {
        QUEUE_NOT_FOUND,
        QUEUE_NOT_EMPTY,
        QUEUE_IN_USE,
        ALREADY_PAUSED,
        NOT_PAUSED,
        TASK_NOT_FOUND,
        TASK_ACTIVE,
        TASK_ALREADY_THERE,
        TASK_ELSEWHERE,
        TASK_UNREADABLE
    }

    /** Return what is in the way. */
    public Reason reason() {
        return reason;
    }

    static InspectException noQueue() {
        return new InspectException(Reason.QUEUE_NOT_FOUND, "asynq: queue not found");
    }

    static InspectException noTask() {
        return new InspectException(Reason.TASK_NOT_FOUND, "asynq: task not found");
    }
}
