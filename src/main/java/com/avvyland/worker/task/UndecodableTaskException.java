// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import org.jspecify.annotations.Nullable;

/**
 * Signals a payload that is no task. Permanent.
 *
 * <p>Where a callback can still be addressed, it carries the address: the failure is reported there. Where not, the
 * task can only be archived.
 */
public final class UndecodableTaskException extends TaskFailure implements Unfinished {

    private static final long serialVersionUID = 1L;

    private final transient CallbackAddress address;

    UndecodableTaskException(TaskFailure cause, CallbackAddress address) {
        super(FailureCode.INVALID_PAYLOAD, String.valueOf(cause.getMessage()), cause);
        this.address = address;
    }

    @Override
    public FailedCallback failed(String taskId, String error, FailureCode code) {
        String hash = address.modelHash();
        return new FailedCallback(
                hash == null ? "" : hash, taskId, "failed", error, code.wireName(), address.jobId(), address.stepId());
    }

    /** Return where the failure can be reported; absent when the payload names no usable URL. */
    public @Nullable String callbackUrl() {
        return address.callbackUrl();
    }
}
