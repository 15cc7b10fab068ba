// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import org.jspecify.annotations.Nullable;

/**
 * Signals that a task cannot go on, classified at the place where it failed.
 *
 * <p>The message reaches the receiver of the callback and the {@code error_msg} of asynq: it holds no secret, no
 * address of the inner network and no stack trace, and reads {@code name: value (expected: ...)} where a value is at
 * fault.
 */
public class TaskFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    public TaskFailure(FailureCode code, String message) {
        this(code, message, null);
    }

    public TaskFailure(FailureCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Return the classification. */
    public FailureCode code() {
        return code;
    }
}
