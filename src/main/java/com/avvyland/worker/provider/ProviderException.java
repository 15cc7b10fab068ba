// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Signals that a provider did not deliver, classified where its answer was read.
 *
 * <p>The message reaches callbacks: it holds no secret, no prompt, no image, and at most a short excerpt of the
 * provider's own words.
 */
public final class ProviderException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 300;

    private final Fault fault;
    private final @Nullable Duration retryAfter;

    public ProviderException(Fault fault, String message) {
        this(fault, message, null, null);
    }

    public ProviderException(Fault fault, String message, @Nullable Throwable cause) {
        this(fault, message, null, cause);
    }

    /**
     * Create a failure.
     *
     * @param retryAfter how long the provider wants to be left alone, where it says so
     */
    public ProviderException(Fault fault, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(bounded(message), cause);
        this.fault = fault;
        this.retryAfter = retryAfter;
    }

    /** Return the classification. */
    public Fault fault() {
        return fault;
    }

    /** Return the wait that the provider asked for. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** One line, bounded: providers answer with pages of HTML, too. */
    private static String bounded(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
