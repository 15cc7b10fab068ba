// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import org.jspecify.annotations.Nullable;

/** Says that an attempt is not to count: a task that fails with this anywhere in the chain of causes keeps its retries. */
public class UncountedFailureException extends RuntimeException {

    public UncountedFailureException(String message) {
        super(message);
    }

    public UncountedFailureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
