// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.task.Bytes;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a provider answered.
 *
 * @param headers by lower-case name
 * @param body bounded by the account's limit; may be empty
 */
public record HttpAnswer(int status, Map<String, String> headers, Bytes body) {

    /** Longer waits are not believed: a provider that asks for more is passed over anyway. */
    private static final long LONGEST_WAIT = 86_400;

    public HttpAnswer {
        headers = headers.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> entry.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue, (first, _) -> first));
    }

    /** Return a header by its lower-case name. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** Tell whether the status is 2xx; many a failure has one, too. */
    public boolean ok() {
        return status / 100 == 2;
    }

    /** Return the wait of {@code Retry-After} in seconds, or of {@code Retry-After-Ms}; a date or nonsense is absent. */
    public @Nullable Duration retryAfter() {
        Long millis = number(header("retry-after-ms"));
        if (millis != null) {
            return Duration.ofMillis(Math.min(millis, LONGEST_WAIT * 1000));
        }
        Long seconds = number(header("retry-after"));
        return seconds == null ? null : Duration.ofSeconds(Math.min(seconds, LONGEST_WAIT));
    }

    private static @Nullable Long number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,9}") ? Long.valueOf(text) : null;
    }
}
