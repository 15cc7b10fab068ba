// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

/** Says that the task is no longer wanted: it is deleted, neither retried nor archived nor kept as completed. */
public class RevokeTaskException extends RuntimeException {

    public RevokeTaskException(String message) {
        super(message);
    }
}
