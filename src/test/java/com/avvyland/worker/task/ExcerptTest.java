// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

    @Test
    void keepsWhatPrints() {
        assertThat(Excerpt.of("Füchse 🦊 (2)")).isEqualTo("Füchse 🦊 (2)");
    }

    @Test
    void replacesWhatDoesNotPrintOrTurnsTheTextAround() {
        assertThat(Excerpt.of("a\nb\u001b[31mc\u202ed\u2028e\ud800f\u0000")).isEqualTo("a?b?[31mc?d?e?f?");
    }

    @Test
    void cutsWhatIsTooLong() {
        assertThat(Excerpt.of("x".repeat(81))).isEqualTo("x".repeat(80) + "...");
        assertThat(Excerpt.of("x".repeat(80))).isEqualTo("x".repeat(80));
    }
}
