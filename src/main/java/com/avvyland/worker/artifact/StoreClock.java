// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Compares this machine's clock with the store's, which refuses signatures of another quarter of an hour. */
final class StoreClock {

    /** A third of what a store lets pass: time to act. */
    private static final Duration SEEN = Duration.ofMinutes(5);

    private StoreClock() {}

    static Optional<StoreFinding> look(SdkHttpResponse answer, Instant now) {
        return answer.firstMatchingHeader("Date").flatMap(date -> {
            try {
                Instant there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                return Optional.of(of(Duration.between(now, there)));
            } catch (DateTimeException odd) {
                return Optional.empty();
            }
        });
    }

    static StoreFinding of(Duration skew) {
        String seen = "the store is %d s %s this machine"
                .formatted(skew.abs().toSeconds(), skew.isNegative() ? "behind" : "ahead of");
        return skew.abs().compareTo(SEEN) > 0
                ? StoreFinding.doubtful(
                        "s3-clock", seen + " (expected: below 300 s; from 900 s on it refuses; start NTP)")
                : StoreFinding.fine("s3-clock", seen);
    }
}
