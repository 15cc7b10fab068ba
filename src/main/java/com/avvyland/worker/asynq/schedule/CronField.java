// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.schedule;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds the values one field allows.
 *
 * @param star whether an element is {@code *} or {@code ?} with no step but 1
 */
record CronField(long bits, boolean star) {

    static final Kind MINUTE = new Kind("minute", 0, 59, List.of());
    static final Kind HOUR = new Kind("hour", 0, 23, List.of());
    static final Kind DAY = new Kind("day of month", 1, 31, List.of());
    static final Kind MONTH = new Kind(
            "month",
            1,
            12,
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"));
    static final Kind WEEKDAY = new Kind("day of week", 0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));

    private static final Pattern ELEMENT =
            Pattern.compile("(?:(?<star>[*?])|(?<low>\\w{1,3})(?:-(?<high>\\w{1,3}))?)(?:/(?<step>\\d{1,4}))?");

    /**
     * Says what a field may hold.
     *
     * @param names of the values from {@code min} on, if they have some
     */
    record Kind(String name, int min, int max, List<String> names) {

        CronField parse(String field, String text) {
            long bits = 0;
            boolean star = false;
            for (String element : field.split(",", -1)) {
                Matcher parts = ELEMENT.matcher(element);
                if (!parts.matches()) {
                    throw bad(text);
                }
                int step = parts.group("step") == null ? 1 : Integer.parseInt(parts.group("step"));
                boolean all = parts.group("star") != null;
                int low = all ? min : value(parts.group("low"), text);
                // A single value with a step means: from there to the end.
                int high = all || (parts.group("high") == null && parts.group("step") != null)
                        ? max
                        : parts.group("high") == null ? low : value(parts.group("high"), text);
                if (low < min || high > max || low > high || step == 0) {
                    throw bad(text);
                }
                for (int value = low; value <= high; value += step) {
                    bits |= 1L << value;
                }
                star |= all && step == 1;
            }
            return new CronField(bits, star);
        }

        private int value(String text, String spec) {
            int named = names.indexOf(text.toLowerCase(Locale.ROOT));
            if (named >= 0) {
                return min + named;
            }
            if (!text.matches("[0-9]+")) {
                throw bad(spec);
            }
            return Integer.parseInt(text);
        }

        private IllegalArgumentException bad(String text) {
            return new IllegalArgumentException(
                    "cron: " + text + " (expected: in " + name + " values " + min + " to " + max + ")");
        }
    }
}
