// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.projection.picture.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promises that a picture is as good as its worst side. */
class ScoresTest {

    private static final Finding FINE = new Finding("a", 1, false, "");
    private static final Finding WRONG = new Finding("b", 0.6, false, "Mend b.");
    private static final Finding WORSE = new Finding("c", 0.5, false, "Mend c.");
    private static final Finding FATAL = new Finding("d", 0.9, true, "Mend d.");

    @Test
    void theLowestFindingCounts() {
        assertThat(Scores.local(List.of())).isEqualTo(1);
        assertThat(Scores.local(List.of(FINE, FINE))).isEqualTo(1);
        assertThat(Scores.local(List.of(FINE, WORSE, WRONG))).isEqualTo(0.5);
    }

    @Test
    void aFatalFindingLeavesNothing() {
        assertThat(Scores.local(List.of(FINE, FATAL, WRONG))).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0.9, 1.0, 0.9", "0.9, 0.6, 0.6", "0.4, 0.6, 0.4", "1.0, 0.0, 0.0", ", 0.6, 0.6", ", 1.0, 1.0"})
    void theLowerOfJudgeAndChecksIsTheScore(@Nullable Double judge, double local, double score) {
        assertThat(Scores.combined(judge, local)).isEqualTo(score);
    }

    @Test
    void reasonsAreThoseOfWhatIsWrongTheChecksFirst() {
        assertThat(Scores.reasons(List.of(FINE, WRONG, FATAL), List.of("The lid is missing.")))
                .containsExactly("Mend b.", "Mend d.", "The lid is missing.");
    }
}
