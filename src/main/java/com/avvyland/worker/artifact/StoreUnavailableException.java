// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import org.jspecify.annotations.Nullable;

/** Signals a store that cannot do it now: 5xx, a reset, no answer in time. Passing; the route tries again first. */
public final class StoreUnavailableException extends TaskFailure {

    private static final long serialVersionUID = 1L;

    StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(FailureCode.STORAGE_FAILED, message, cause);
    }
}
