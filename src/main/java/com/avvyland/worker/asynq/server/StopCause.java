// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

/** Names why a running task was asked to stop; the texts are those Go's asynq leaves in {@code error_msg}. */
public enum StopCause {
    DEADLINE("context deadline exceeded"),
    CANCELLED("context canceled"),
    LEASE_LOST("asynq: task lease expired"),
    SHUTDOWN("asynq: server closed");

    private final String text;

    StopCause(String text) {
        this.text = text;
    }

    /** Return the text for {@code error_msg}. */
    public String text() {
        return text;
    }
}
