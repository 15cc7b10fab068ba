// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import org.jspecify.annotations.Nullable;

/** Signals that a callback did not arrive this time: it is redelivered, then the task is retried. */
public final class DeliveryDelayedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeliveryDelayedException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
