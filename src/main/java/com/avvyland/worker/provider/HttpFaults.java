// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import org.jspecify.annotations.Nullable;

/** Classifies answers by their status alone, where a provider's own words say nothing more exact. */
public final class HttpFaults {

    private HttpFaults() {}

    /**
     * Return the failure that a status means, or null for 2xx.
     *
     * <p>A gateway's 502 and 504, and 408, say that somebody in between gave up: what is behind may have done it all the
     * same. A server's own 500 and 503 are its word that it did not.
     *
     * @param words the provider's own, for the message; may be empty
     */
    public static @Nullable ProviderException of(HttpAnswer answer, String words) {
        if (answer.ok()) {
            return null;
        }
        Fault fault = switch (answer.status()) {
            case 401 -> Fault.AUTH;
            case 402 -> Fault.QUOTA_OR_CREDITS;
            case 403 -> Fault.AUTH;
            case 404, 405, 410 -> Fault.CONFIG;
            case 408, 502, 504 -> Fault.AMBIGUOUS_SUBMIT;
            case 429 -> Fault.RATE_LIMITED;
            case 500 -> Fault.TRANSIENT;
            case 503 -> Fault.OVERLOADED;
            case 400, 409, 413, 415, 422 -> Fault.INVALID_INPUT;
            default -> answer.status() >= 500 ? Fault.TRANSIENT : Fault.CONFIG;
        };
        return of(fault, answer, words);
    }

    /** Return a failure with the status, the wait and the provider's words. */
    public static ProviderException of(Fault fault, HttpAnswer answer, String words) {
        String said = words.isEmpty() ? "" : ": " + words;
        return new ProviderException(fault, "status %d%s".formatted(answer.status(), said), answer.retryAfter(), null);
    }
}
