// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import org.jspecify.annotations.Nullable;

/**
 * Signals a payload that is no task. Permanent.
 *
 * <p>Where a callback can still be addressed, it carries the address: the failure is reported there. Where not, the
 * task can only be archived.
 */
public final class UndecodableTaskException extends TaskFailure {

    private static final long serialVersionUID = 1L;

    private final @Nullable String callbackUrl;
    private final @Nullable String modelHash;

    UndecodableTaskException(TaskFailure cause, @Nullable String callbackUrl, @Nullable String modelHash) {
        super(FailureCode.INVALID_PAYLOAD, String.valueOf(cause.getMessage()), cause);
        this.callbackUrl = callbackUrl;
        this.modelHash = modelHash;
    }

    /** Return where the failure can be reported; absent when the payload names no usable URL. */
    public @Nullable String callbackUrl() {
        return callbackUrl;
    }

    /** Return the producer's hash; absent when the payload has none. */
    public @Nullable String modelHash() {
        return modelHash;
    }
}
