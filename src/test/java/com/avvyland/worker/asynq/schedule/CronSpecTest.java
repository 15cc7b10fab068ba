// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronSpecTest {

    private static Instant next(String spec, String after) {
        return Objects.requireNonNull(CronSpec.parse(spec).next(Instant.parse(after), ZoneOffset.UTC));
    }

    /** The file holds what robfig/cron v3.0.1 answered; GoScheduleIT makes new questions and asks it again. */
    @Test
    void agreesWithTicksRecordedFromTheOriginal() throws Exception {
        List<String> lines;
        try (var file = Objects.requireNonNull(CronSpecTest.class.getResourceAsStream("/asynq/cron-ticks.tsv"))) {
            lines = new String(file.readAllBytes(), UTF_8).lines().toList();
        }
        assertThat(lines).hasSizeGreaterThan(500);
        SoftAssertions softly = new SoftAssertions();
        for (String line : lines) {
            String[] parts = line.split("\t");
            softly.assertThat(CronQuestions.answer(parts[0], Long.parseLong(parts[1])))
                    .as(line)
                    .isEqualTo(parts[2]);
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0 0 13 * 5; 2026-11-01T00:00:00Z; 2026-11-06T00:00:00Z",
                "0 0 */1 * 5; 2026-11-01T00:00:00Z; 2026-11-06T00:00:00Z",
                "0 0 */2 * 5; 2026-11-01T00:00:00Z; 2026-11-03T00:00:00Z",
                "5/20 * * * *; 2026-11-01T00:06:00Z; 2026-11-01T00:25:00Z",
                "@weekly; 2026-11-23T00:00:00Z; 2026-11-29T00:00:00Z",
                "@every 30s; 2026-11-01T00:00:07.5Z; 2026-11-01T00:00:30Z",
                "@every 1h30m; 1970-01-01T00:00:00Z; 1970-01-01T01:30:00Z",
                "CRON_TZ=Asia/Tokyo 30 4 * * *; 2026-11-01T00:00:00Z; 2026-11-01T19:30:00Z",
                "TZ=Europe/Berlin 30 2 * * *; 2026-03-28T12:00:00Z; 2026-03-30T00:30:00Z",
                "TZ=Australia/Lord_Howe 0 3 * * *; 2026-10-03T00:00:00Z; 2026-10-03T16:00:00Z",
            })
    void findsTheNextTick(String spec, String after, String expected) {
        assertThat(next(spec, after)).isEqualTo(expected);
    }

    @Test
    void aRepeatedLocalTimeTicksTwice() {
        String spec = "TZ=Europe/Berlin 30 2 25 10 *";
        Instant first = next(spec, "2026-10-24T12:00:00Z");
        assertThat(first).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(next(spec, first.toString())).isEqualTo("2026-10-25T01:30:00Z");
    }

    @Test
    void aDateThatNeverComesHasNoTick() {
        assertThat(CronSpec.parse("0 0 30 2 *").next(Instant.parse("2026-11-01T00:00:00Z"), ZoneId.of("UTC")))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 7",
                "1,,2 * * * *",
                "+1 * * * *",
                "*-5 * * * *",
                "5-1 * * * *",
                "*/0 * * * *",
                "1-2-3 * * * *",
                "* * * foo *",
                "@never",
                "@every",
                "@every 0s",
                "@every -5s",
                "@every 5",
                "TZ=Nowhere/Land * * * * *",
                "CRON_TZ=UTC",
                "٣ * * * *"
            })
    void refusesWhatIsNoCronText(String text) {
        assertThatThrownBy(() -> CronSpec.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cron: " + text)
                .hasMessageContaining("expected");
    }

    @Test
    void refusesALongTextBeforeItIsRead() {
        assertThatThrownBy(() -> CronSpec.parse("1,".repeat(10_000) + "1 * * * *"))
                .hasMessageContaining("200 or fewer");
    }
}
