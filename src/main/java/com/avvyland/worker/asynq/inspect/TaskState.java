// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import java.util.Arrays;
import java.util.Optional;

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

    static Optional<TaskState> of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst();
    }
}
