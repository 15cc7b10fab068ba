// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.Locale;

/**
 * Classifies every way a task can fail; the closed set {@code error-code} of the wire contract.
 *
 * <p>A permanent failure is one that the same input meets again: it is reported at once. A passing one is retried by
 * asynq, and reported with the last retry.
 */
public enum FailureCode {
    INVALID_PAYLOAD(true, "fix the producer: the payload breaks docs/wire.cddl"),
    UNSUPPORTED_FORMAT(true, "send a format of the list in docs/wire.cddl"),
    INVALID_MODEL(true, "repair the model: a validator names the same fault"),
    MODEL_TOO_LARGE(true, "reduce the model, or raise the limit named in the message"),
    RENDER_FAILED(false, "look at the worker's log: the browser failed on this model"),
    PROVIDER_UNAVAILABLE(false, "wait, or check the provider's status and quota"),
    PROVIDER_REJECTED(true, "read the provider's reason in the message"),
    RESTRICTED_CONTENT(true, "nothing: the content was refused"),
    SCORE_TOO_LOW(true, "change the prompt, or lower the pass score"),
    STORAGE_FAILED(false, "check S3 and its credentials with doctor"),
    TIMEOUT(false, "raise the timeout, or reduce the model"),
    INTERNAL(false, "report it: this is a fault of the worker");

    private final boolean permanent;
    private final String action;

    FailureCode(boolean permanent, String action) {
        this.permanent = permanent;
        this.action = action;
    }

    /** Return the code as the callback carries it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Tell whether the same input fails the same way for ever. */
    public boolean permanent() {
        return permanent;
    }

    /** Return what an operator does about it, in one line. */
    public String action() {
        return action;
    }
}
