// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "1, PT1S",
        "60, PT1M",
        "61, PT1M",
        "999999999, PT1M",
        "' 5 ', PT5S",
        "'Mon, 23 Nov 2026 10:00:07 GMT', PT7S",
        "'Mon, 23 Nov 2026 11:00:00 GMT', PT1M"
    })
    void readsSecondsAndDatesWithinReason(String value, Duration wait) {
        assertThat(RetryAfter.parse(value, NOW)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-5",
                "1.5",
                "soon",
                "9999999999",
                "Mon, 23 Nov 2026 09:00:00 GMT",
                "[1, 2]",
                "1e9",
                "Mon, 23 Nov 2026 10:00:07 GMT and then some more text"
            })
    void ignoresWhatMakesNoSense(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isEmpty();
    }

    @Test
    void ignoresAnAbsentHeader() {
        assertThat(RetryAfter.parse(null, NOW)).isEmpty();
    }
}
