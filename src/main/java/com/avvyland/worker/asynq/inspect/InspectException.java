// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

/** Reports that a task or queue is not in a state that allows what was asked. Permanent until that state changes. */
public final class InspectException extends RuntimeException {

    InspectException(String message) {
        super(message);
    }
}
