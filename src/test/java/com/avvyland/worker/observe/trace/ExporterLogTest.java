// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.testing.TestingLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class ExporterLogTest {

    private static final Logger SDK = Logger.getLogger("io.opentelemetry.exporter");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    @Test
    void saysALineInThirtySecondsAndHowManyItKeptBack() {
        assertThat(said(() -> {
                    for (int second = 0; second < 60; second++) {
                        now.set(Instant.EPOCH.plusSeconds(second));
                        SDK.log(Level.SEVERE, "Failed to export spans.", new IOException("refused"));
                    }
                }))
                .containsExactly(
                        "WARN com.avvyland.worker.observe.trace.Tracing traces: Failed to export spans. IOException; tasks go on",
                        "WARN com.avvyland.worker.observe.trace.Tracing traces: Failed to export spans. IOException (and 29 lines"
                                + " more); tasks go on");
    }

    @Test
    void speaksAgainAfterTheClockWasSetBack() {
        assertThat(said(() -> {
                    SDK.warning("one");
                    now.set(Instant.EPOCH.minus(Duration.ofHours(1)));
                    SDK.warning("two");
                }))
                .hasSize(2);
    }

    @Test
    void leavesOutWhatACollectorAnswered() {
        assertThat(
                        said(
                                () -> SDK.warning(
                                        "Failed to export spans. Server responded with HTTP status code 401. Error message: Basic c2VjcmV0")))
                .singleElement()
                .asString()
                .contains("401")
                .doesNotContain("c2VjcmV0");
    }

    private List<String> said(Runnable speaking) {
        ExporterLog log = ExporterLog.open(now::get);
        try (TestingLog kept = new TestingLog()) {
            speaking.run();
            return kept.text().lines().filter(line -> line.contains("traces:")).toList();
        } finally {
            log.close();
        }
    }
}
