// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds the five fields as bit sets: bit n stands for the value n.
 *
 * <p>A tick is a whole minute whose local time matches. A local time that a clock change leaves out has no tick, one that
 * it repeats has two.
 */
record CronFields(long minutes, long hours, CronField days, long months, CronField weekdays) implements CronSpec.Ticks {

    /** The original looks this far ahead. */
    private static final int YEARS = 5;

    static CronFields parse(String fields, String text) {
        String[] parts = fields.strip().split("\\s+");
        if (parts.length != 5) {
            throw new IllegalArgumentException("cron: " + text + " (expected: five fields, or @hourly, @every 1h ...)");
        }
        return new CronFields(
                CronField.MINUTE.parse(parts[0], text).bits(),
                CronField.HOUR.parse(parts[1], text).bits(),
                CronField.DAY.parse(parts[2], text),
                CronField.MONTH.parse(parts[3], text).bits(),
                CronField.WEEKDAY.parse(parts[4], text));
    }

    @Override
    public @Nullable Instant after(Instant time, ZoneId zone) {
        ZonedDateTime t = time.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        int lastYear = time.plusSeconds(1).atZone(zone).getYear() + YEARS;
        while (t.getYear() <= lastYear) {
            if (!matches(t.toLocalDate())) {
                t = t.toLocalDate().plusDays(1).atStartOfDay(zone);
            } else if (!has(hours, t.getHour())) {
                // By minutes, because after a change of half an hour this hour may have begun at its middle.
                t = t.plusMinutes(60 - t.getMinute());
            } else if (!has(minutes, t.getMinute())) {
                t = t.plusMinutes(1);
            } else {
                return t.toInstant();
            }
        }
        return null;
    }

    /** Two restricted day fields widen each other; a star in one leaves the choice to the other. */
    private boolean matches(LocalDate date) {
        if (!has(months, date.getMonthValue())) {
            return false;
        }
        boolean day = has(days.bits(), date.getDayOfMonth());
        boolean weekday = has(weekdays.bits(), date.getDayOfWeek().getValue() % 7);
        return days.star() || weekdays.star() ? day && weekday : day || weekday;
    }

    private static boolean has(long bits, int value) {
        return (bits >> value & 1) == 1;
    }
}
