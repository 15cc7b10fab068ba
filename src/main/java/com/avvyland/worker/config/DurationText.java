// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import java.time.Duration;
import java.util.regex.Pattern;

/** Reads durations as people write them: 500ms, 30s, 5m, 1h, 7d. */
public final class DurationText {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    /** Ten years: longer is a slip of the pen, and no sum of such overflows a number of nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private DurationText() {}

    /**
     * Parse a text.
     *
     * @throws IllegalArgumentException for any other text, and for more than ten years
     */
    public static Duration parse(String text) {
        var parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException();
        }
        long count = Long.parseLong(parts.group(1));
        Duration duration = switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException();
        }
        return duration;
    }
}
