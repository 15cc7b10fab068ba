// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Promises when no further picture is bought. */
class AllowanceTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    @Test
    void thereAreAsManyAttemptsAsAllowed() {
        Allowance three = new Allowance(3, 0.7, null, InstantSource.fixed(NOW));

        assertThat(three.refusal(rounds(5000, 5000))).isNull();
        assertThat(three.refusal(rounds(5000, 5000, 5000))).isEqualTo("no attempt is left");
    }

    @Test
    void anAttemptHasToEndTenSecondsBeforeTheDeadline() {
        assertThat(until(40).refusal(rounds(30_000))).isNull();
        assertThat(until(39).refusal(rounds(30_000)))
                .isEqualTo("another attempt would not end before the task's deadline");
    }

    @Test
    void theLongestAttemptSoFarIsTheMeasure() {
        assertThat(until(30).refusal(rounds(5000, 15_000))).isNull();
        assertThat(until(30).refusal(rounds(25_000, 5000))).isNotNull();
    }

    @Test
    void noDeadlineIsNoLimit() {
        assertThat(new Allowance(10, 0.7, null, InstantSource.fixed(NOW)).refusal(rounds(9_000_000)))
                .isNull();
    }

    private static Allowance until(int seconds) {
        return new Allowance(10, 0.7, NOW.plusSeconds(seconds), InstantSource.fixed(NOW));
    }

    private static List<Round> rounds(long... durations) {
        List<Round> rounds = new ArrayList<>();
        for (long duration : durations) {
            Round round = new Round(rounds.size() + 1, "", NOW.toEpochMilli());
            round.close(0.7, NOW.toEpochMilli() + duration);
            rounds.add(round);
        }
        return rounds;
    }
}
