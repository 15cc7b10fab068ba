// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import org.jspecify.annotations.Nullable;

/** Signals that the receiver, or the rules for receivers, refused a callback for good: the task is archived. */
public final class DeliveryRefusedException extends ArchivedTaskException {

    private static final long serialVersionUID = 1L;

    DeliveryRefusedException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
