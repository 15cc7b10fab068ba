// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

/** Signals a document that {@link CborCheck} refuses: not CBOR, or more than a task needs. Permanent. */
public final class RefusedCborException extends TaskFailure {

    private static final long serialVersionUID = 1L;

    private final CborReason reason;

    RefusedCborException(CborReason reason, long offset) {
        super(
                FailureCode.INVALID_PAYLOAD,
                "payload: %s at byte %d (expected: %s)".formatted(reason, offset, reason.expected()));
        this.reason = reason;
    }

    /** Return the stable reason. */
    public CborReason reason() {
        return reason;
    }
}
