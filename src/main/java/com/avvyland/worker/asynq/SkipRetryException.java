// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import org.jspecify.annotations.Nullable;

/** Says that no retry can help: a task that fails with this anywhere in the chain of causes is archived at once. */
public class SkipRetryException extends RuntimeException {

    public SkipRetryException(String message) {
        super(message);
    }

    public SkipRetryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
