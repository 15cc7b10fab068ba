// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.schedule;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes durations as Go does: {@code 1h30m0s}, {@code 1.5s}, {@code 250ms}. */
final class GoDuration {

    private static final Pattern TEXT = Pattern.compile("(?:\\d{1,18}(?:\\.\\d{0,18})?(?:ns|us|µs|μs|ms|s|m|h))+");
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?)(ns|us|µs|μs|ms|s|m|h)");

    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private GoDuration() {}

    /** Parse a text without sign; null when it is none or longer than Go's 292 years. */
    static @Nullable Duration parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            return null;
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            String number = part.group(1).endsWith(".") ? part.group(1) + "0" : part.group(1);
            nanos = nanos.add(
                    new BigDecimal(number).multiply(BigDecimal.valueOf(NANOS.getOrDefault(part.group(2), 0L))));
        }
        return nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0 ? null : Duration.ofNanos(nanos.longValue());
    }

    /** Write a duration; one of less than a second in the largest unit of which it has at least one. */
    static String text(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.isNegative()) {
            return "-" + text(duration.negated());
        }
        long nanos = duration.toNanos();
        if (nanos < 1_000) {
            return nanos + "ns";
        }
        if (nanos < 1_000_000) {
            return decimal(nanos, 3) + "µs";
        }
        if (nanos < 1_000_000_000) {
            return decimal(nanos, 6) + "ms";
        }
        String seconds = decimal(nanos % 60_000_000_000L, 9) + "s";
        String minutes = duration.toMinutes() == 0 ? "" : duration.toMinutesPart() + "m";
        return (duration.toHours() == 0 ? "" : duration.toHours() + "h") + minutes + seconds;
    }

    private static String decimal(long nanos, int scale) {
        return BigDecimal.valueOf(nanos, scale).stripTrailingZeros().toPlainString();
    }
}
