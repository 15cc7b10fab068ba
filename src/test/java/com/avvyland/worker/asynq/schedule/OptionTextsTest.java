// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.NewTask;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionTextsTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT30S, 30s",
        "PT5M, 5m0s",
        "PT1H, 1h0m0s",
        "PT26H3M4.5S, 26h3m4.5s",
        "PT0.25S, 250ms",
        "PT0.0000015S, 1.5µs",
        "PT0.000000007S, 7ns",
        "PT-1M, -1m0s"
    })
    void writesDurationsAsGo(Duration duration, String text) {
        assertThat(GoDuration.text(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "30s, PT30S",
        "1h30m, PT1H30M",
        "1.5h, PT1H30M",
        "1.s, PT1S",
        "100ms, PT0.1S",
        "2us3µs4μs, PT0.000009S",
        "5, ",
        "-5s, ",
        "h, ",
        "1d, ",
        "999999999h, "
    })
    void readsDurationsAsGo(String text, Duration duration) {
        assertThat(GoDuration.parse(text)).isEqualTo(duration);
    }

    @Test
    void writesWhatTheInspectorParsesBack() {
        NewTask task = NewTask.of("t")
                .queue("lo\"w)\\\n")
                .maxRetry(3)
                .id("x")
                .timeout(Duration.ofSeconds(30))
                .deadline(Instant.parse("2026-01-02T03:04:05Z"))
                .unique(Duration.ofHours(1))
                .processAt(Instant.parse("2026-11-23T03:04:05Z"))
                .retention(Duration.ofMinutes(5))
                .group("g")
                .build();
        assertThat(OptionTexts.of(task))
                .containsExactly(
                        "Queue(\"lo\\\"w\\x29\\\\\\u000a\")",
                        "MaxRetry(3)",
                        "TaskID(\"x\")",
                        "Timeout(30s)",
                        "Deadline(Fri Jan  2 03:04:05 UTC 2026)",
                        "Unique(1h0m0s)",
                        "ProcessAt(Mon Nov 23 03:04:05 UTC 2026)",
                        "Retention(5m0s)",
                        "Group(\"g\")");
        assertThat(OptionTexts.of(NewTask.of("t").build())).isEmpty();
    }
}
