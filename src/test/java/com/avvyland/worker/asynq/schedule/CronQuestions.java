// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.schedule;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes random cron texts and times, and answers them as our parser does. */
final class CronQuestions {

    private static final List<String> ZONES = List.of(
            "",
            "",
            "",
            "CRON_TZ=UTC ",
            "TZ=Europe/Berlin ",
            "CRON_TZ=America/New_York ",
            "TZ=America/Sao_Paulo ",
            "TZ=Asia/Kolkata ",
            "TZ=Australia/Sydney ",
            "TZ=Asia/Kathmandu ");

    private static final List<String> NAMED =
            List.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");

    private static final String[] MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
    private static final String[] DAYS = "sun MON Tue wed thu fri sat".split(" ");

    private final Random random;

    CronQuestions(long seed) {
        this.random = new Random(seed);
    }

    /** Return a text, a tab and Unix seconds in 2020 to 2035. */
    List<String> make(int count) {
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long after = 1_577_836_800L + random.nextLong(15L * 365 * 86_400);
            questions.add(ZONES.get(random.nextInt(ZONES.size())) + spec() + "\t" + after);
        }
        return questions;
    }

    /** Answer as the Go peer does: Unix seconds, 0 for no tick, or bad. */
    static String answer(String spec, long after) {
        CronSpec parsed;
        try {
            parsed = CronSpec.parse(spec);
        } catch (IllegalArgumentException _) {
            return "bad";
        }
        Instant next = parsed.next(Instant.ofEpochSecond(after), ZoneOffset.UTC);
        return next == null ? "0" : String.valueOf(next.getEpochSecond());
    }

    private String spec() {
        if (random.nextInt(12) == 0) {
            return NAMED.get(random.nextInt(NAMED.size()));
        }
        return String.join(
                " ",
                field(0, 59, new String[0]),
                field(0, 23, new String[0]),
                field(1, 31, new String[0]),
                field(1, 12, MONTHS),
                field(0, 6, DAYS));
    }

    private String field(int min, int max, String[] names) {
        StringBuilder field = new StringBuilder(element(min, max, names));
        while (random.nextInt(4) == 0) {
            field.append(',').append(element(min, max, names));
        }
        return field.toString();
    }

    private String element(int min, int max, String[] names) {
        // One value too many at either end now and then: both sides must refuse it.
        int low = min + random.nextInt(max - min + 1) + (random.nextInt(150) == 0 ? max : 0);
        String one = names.length > 0 && random.nextBoolean() && low <= max ? names[low - min] : String.valueOf(low);
        int high = low + random.nextInt(Math.max(1, max - low + 1));
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> "*";
            case 3 -> "?";
            case 4 -> "*/" + (1 + random.nextInt(max));
            case 5 -> one + "/" + (1 + random.nextInt(max));
            case 6 -> one + "-" + high + (random.nextBoolean() ? "/" + (1 + random.nextInt(5)) : "");
            default -> one;
        };
    }
}
