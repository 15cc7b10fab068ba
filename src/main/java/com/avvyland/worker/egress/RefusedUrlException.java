// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;

/** Signals a URL that the worker will never call. Permanent. */
public final class RefusedUrlException extends TaskFailure {

    private static final long serialVersionUID = 1L;

    RefusedUrlException(String name, String found, String expected) {
        super(FailureCode.INVALID_PAYLOAD, "%s: %s (expected: %s)".formatted(name, found, expected));
    }
}
