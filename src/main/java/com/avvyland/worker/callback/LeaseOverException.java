// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

/** Ends an attempt whose task may be another worker's by now; asynq drops its outcome. */
public final class LeaseOverException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseOverException() {
        super("lease: over (expected: held until the callback is sent)");
    }
}
