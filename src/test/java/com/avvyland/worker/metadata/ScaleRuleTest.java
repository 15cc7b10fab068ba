// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleRuleTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a chair in metres seen a little larger, 1, 0.5 0.9 0.5, 0.6 1.0 0.6, 1",
        "a fox of 154 units seen as 1.4 m, 1, 25 78 154, 0.3 0.7 1.4, 0.01",
        "an engine of 743 units seen as 0.75 m, 1, 743 400 500, 0.75 0.4 0.5, 0.001",
        "a table in inches, 1, 60 30 36, 1.5 0.75 0.9, 0.0254",
        "a hut in feet, 1, 10 8 12, 3 2.4 3.6, 0.305",
        "a normalised vase of 2 units seen as 40 cm, 1, 1 2 1, 0.2 0.4 0.2, 0.2",
        "millimetres that the file declares and the looker doubts a little, 0.001, 900 450 450, 0.6 0.3 0.3, 0.001",
    })
    void decides(String what, double said, String edges, String seen, double decided) {
        assertThat(ScaleRule.decide(said, numbers(edges), numbers(seen)))
                .as(what)
                .isCloseTo(decided, Offset.offset(1e-9));
    }

    @Test
    void ignoresALookerThatContradictsItself() {
        assertThat(ScaleRule.decide(1, numbers("1 1 1"), numbers("100 1 0.01"))).isEqualTo(1);
    }

    @Test
    void ignoresAnEdgeThatIsTooThinToTell() {
        // A poster: its depth of 1 unit, seen as 5 cm, would pull the mean up.
        assertThat(ScaleRule.decide(1, numbers("600 900 1"), numbers("0.6 0.9 0.05")))
                .isEqualTo(0.001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 0", "-1 -1 -1", "NaN NaN NaN", "1e9 1e9 1e9", "Infinity 1 1", "1e-12 1e-12 1e-12"})
    void keepsTheFilesWordWhenTheLookersIsNoSize(String seen) {
        assertThat(ScaleRule.decide(0.01, numbers("1 2 3"), numbers(seen))).isEqualTo(0.01);
    }

    @Test
    void keepsTheFilesWordForAModelWithoutSize() {
        assertThat(ScaleRule.decide(1, numbers("0 0 0"), numbers("1 1 1"))).isEqualTo(1);
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }
}
