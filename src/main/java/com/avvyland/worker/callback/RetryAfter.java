// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After} (RFC 9110, 10.2.3): seconds, or a date. */
final class RetryAfter {

    /** A task holds its place in the worker while it waits; whoever needs longer is asked again by asynq's retry. */
    static final Duration LONGEST = Duration.ofSeconds(60);

    private RetryAfter() {}

    /** Return how long to wait, at most {@link #LONGEST}; empty when the header says nothing usable. */
    static Optional<Duration> parse(@Nullable String value, Instant now) {
        if (value == null || value.length() > 40) {
            return Optional.empty();
        }
        String text = value.strip();
        if (text.matches("[0-9]{1,9}")) {
            return bounded(Duration.ofSeconds(Integer.parseInt(text)));
        }
        try {
            return bounded(Duration.between(
                    now,
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> bounded(Duration wait) {
        if (!wait.isPositive()) {
            return Optional.empty();
        }
        return Optional.of(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    }
}
