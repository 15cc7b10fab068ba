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
    INVALID_PAYLOAD(
            true,
            "the payload is no CBOR map, or a field is absent, of another type or out of range",
            "fix the producer; the message names the field and what docs/wire.cddl allows"),
    UNSUPPORTED_FORMAT(
            true,
            "the model's format, or an extension that its file requires, is not read",
            "send a format of docs/formats.md, without the extension that the message names"),
    INVALID_MODEL(
            true,
            "the file breaks its format's rules, its digest is another, or nothing in it can be drawn",
            "repair the model; for glTF the Khronos validator names the same fault"),
    MODEL_TOO_LARGE(
            true,
            "the file, or what it would unpack to, is beyond a limit",
            "reduce the model, or raise the setting that the message names"),
    RENDER_FAILED(
            false,
            "a browser died, or drew nothing, on this model",
            "look at the worker's log; `doctor` shows whether browsers render at all"),
    PROVIDER_UNAVAILABLE(
            false,
            "no provider that is set up delivered: down, out of quota, over budget, or an earlier purchase is unclear",
            "read the attempts in the message; docs/providers.md says what each means"),
    PROVIDER_REJECTED(
            true,
            "every provider that was asked refuses this input for ever",
            "change the input; the message has the provider's reason"),
    RESTRICTED_CONTENT(true, "a provider refused the content", "nothing; no other provider is asked"),
    SCORE_TOO_LOW(
            true,
            "no picture reached the pass score within the attempts of its step",
            "change the prompt, allow more attempts, or lower the score; the best picture is in the callback"),
    STORAGE_FAILED(
            false,
            "the bucket or the model's URL did not answer, or gave other bytes than were stored",
            "check S3 with `doctor`, and whether the URL still answers"),
    TIMEOUT(
            false,
            "a step did not end in its time",
            "raise the time limit that the message names, or reduce the model"),
    INTERNAL(false, "a fault of the worker", "report it with the worker's log, which has the details");

    private final boolean permanent;
    private final String cause;
    private final String action;

    FailureCode(boolean permanent, String cause, String action) {
        this.permanent = permanent;
        this.cause = cause;
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

    /** Return what has happened, in one line. */
    public String cause() {
        return cause;
    }

    /** Return what an operator does about it, in one line. */
    public String action() {
        return action;
    }
}
