// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import org.jspecify.annotations.Nullable;

/**
 * Signals a store that will do it only after a person has acted: wrong credentials, no such bucket, other bytes than
 * sent. Passing, since the task itself is sound, but not worth another try within this attempt.
 */
public final class StoreRefusedException extends TaskFailure {

    private static final long serialVersionUID = 1L;

    StoreRefusedException(String message, @Nullable Throwable cause) {
        super(FailureCode.STORAGE_FAILED, message, cause);
    }
}
