// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a cron text as asynq's library does (robfig/cron v3): five fields, {@code @hourly} and the like,
 * {@code @every 1h30m}, each after an optional {@code CRON_TZ=Europe/Berlin} or {@code TZ=}.
 *
 * <p>Stricter than the original where that is silent about nonsense: empty list elements, signs, text after a star. An
 * interval ticks at whole multiples since 1970, not since some start, so that all schedulers agree and no restart
 * postpones it. Where the clocks change at midnight the original leaves out whole days; this one does not.
 */
public final class CronSpec {

    private static final int MAX_CHARS = 200;

    private static final Map<String, String> NAMED = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    /** Computes ticks. */
    interface Ticks {
        /** Return the first tick after a time, null when there is none in five years. */
        @Nullable
        Instant after(Instant time, ZoneId zone);
    }

    private final String text;
    private final @Nullable ZoneId zone;
    private final Ticks ticks;

    private CronSpec(String text, @Nullable ZoneId zone, Ticks ticks) {
        this.text = text;
        this.zone = zone;
        this.ticks = ticks;
    }

    /** Parse a text; throws {@link IllegalArgumentException} when it is not one. */
    public static CronSpec parse(String text) {
        if (text.length() > MAX_CHARS) {
            throw new IllegalArgumentException("cron: " + text.length() + " characters (expected: 200 or fewer)");
        }
        String rest = text.strip();
        ZoneId zone = null;
        if (rest.startsWith("TZ=") || rest.startsWith("CRON_TZ=")) {
            String[] parts = rest.split("\\s+", 2);
            zone = zone(parts[0].substring(parts[0].indexOf('=') + 1), text);
            rest = parts.length == 2 ? parts[1] : "";
        }
        if (rest.startsWith("@every ")) {
            return new CronSpec(text, zone, new Every(interval(rest.substring("@every ".length()), text)));
        }
        String fields = NAMED.getOrDefault(rest, rest);
        return new CronSpec(text, zone, CronFields.parse(fields, text));
    }

    /** Return the first tick after a time, null when there is none in five years; the zone is used if the text has none. */
    public @Nullable Instant next(Instant time, ZoneId defaultZone) {
        return ticks.after(time, zone == null ? defaultZone : zone);
    }

    /** Return the text it was parsed from. */
    public String text() {
        return text;
    }

    private static ZoneId zone(String name, String text) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("cron: " + text + " (expected: a zone like Europe/Berlin)");
        }
    }

    private static Duration interval(String duration, String text) {
        Duration interval = GoDuration.parse(duration);
        if (interval == null || interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("cron: " + text + " (expected: an interval like 1h30m)");
        }
        // Less than a second counts as a second, and parts of one are cut, as in the original.
        return Duration.ofSeconds(Math.max(1, interval.toSeconds()));
    }

    private record Every(Duration interval) implements Ticks {
        @Override
        public Instant after(Instant time, ZoneId zone) {
            long seconds = interval.toSeconds();
            return Instant.ofEpochSecond((Math.floorDiv(time.getEpochSecond(), seconds) + 1) * seconds);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CronSpec spec && spec.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
