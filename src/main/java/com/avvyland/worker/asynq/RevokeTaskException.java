// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import org.jspecify.annotations.Nullable;

/** Says that the task is no longer wanted: it is deleted, neither retried nor archived nor kept as completed. */
public class RevokeTaskException extends RuntimeException {

    public RevokeTaskException(String message) {
        super(message);
    }

    public RevokeTaskException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
