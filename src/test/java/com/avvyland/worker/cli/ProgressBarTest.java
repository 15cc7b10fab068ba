// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final StringWriter shown = new StringWriter();

    @Test
    void saysHowFarAndHowLongYet() {
        ProgressBar bar = bar(new Terminal(true, 100));
        now.set(Instant.ofEpochSecond(10));

        String line = bar.line(new RunProgress(25, "paint", "waiting for openai"));

        assertThat(line).startsWith("[######..................]  25 %  paint (waiting for openai)");
        assertThat(line).endsWith("10 s, about 30 s left");
    }

    @Test
    void neverFillsALine() {
        RunProgress progress = new RunProgress(50, "a step with a long description of what it does", "");
        for (int columns = 1; columns < 200; columns++) {
            assertThat(bar(new Terminal(true, columns)).line(progress))
                    .hasSizeLessThanOrEqualTo(Math.max(1, columns - 1));
        }
    }

    @Test
    void writesOverItsLineOnATerminalAndTakesItAway() {
        try (ProgressBar bar = bar(new Terminal(true, 80))) {
            bar.show(new RunProgress(1, "read", ""));
            bar.show(new RunProgress(2, "read", ""));
        }

        assertThat(shown.toString()).doesNotContain("\n").endsWith("\r" + " ".repeat(79) + "\r");
    }

    @Test
    void writesALineForEachNewStepElsewhere() {
        try (ProgressBar bar = bar(new Terminal(false, 80))) {
            bar.show(new RunProgress(1, "read", ""));
            bar.show(new RunProgress(2, "read", ""));
            bar.show(new RunProgress(50, "draw\u001b[2J", ""));
        }

        assertThat(shown.toString().lines()).containsExactly("  1 % read", " 50 % draw [2J");
    }

    @Test
    void saysNothingWhereNobodyReads() {
        try (ProgressBar bar = new ProgressBar(null, new Terminal(true, 80), now::get)) {
            bar.show(new RunProgress(1, "read", ""));
        }

        assertThat(shown.toString()).isEmpty();
    }

    private ProgressBar bar(Terminal terminal) {
        return new ProgressBar(new PrintWriter(shown), terminal, now::get);
    }
}
