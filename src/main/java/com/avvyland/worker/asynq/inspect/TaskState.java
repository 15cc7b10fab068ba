// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

/** Names where a task is. */
public enum TaskState {
    PENDING,
    ACTIVE,
    SCHEDULED,
    RETRY,
    ARCHIVED,
    COMPLETED,
    AGGREGATING;

    /** Return the word Redis holds, which is also the end of the state's key. */
    public String word() {
        return switch (this) {
            case PENDING -> "pending";
            case ACTIVE -> "active";
            case SCHEDULED -> "scheduled";
            case RETRY -> "retry";
            case ARCHIVED -> "archived";
            case COMPLETED -> "completed";
            case AGGREGATING -> "aggregating";
        };
    }

    static TaskState of(String word) {
        for (TaskState state : values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        throw new IllegalArgumentException("state: " + word + " (expected: a state of asynq)");
    }
}
