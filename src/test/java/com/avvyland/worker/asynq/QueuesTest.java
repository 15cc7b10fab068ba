// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueuesTest {

    @Test
    void namesHaveThePriorityThatIsGivenOrOne() {
        assertThat(Queues.parse("critical=6, default = 3 ,low,a=b=9999"))
                .containsExactly(entry("critical", 6), entry("default", 3), entry("low", 1), entry("a=b", 9999));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''       | queues:  (expected: names, each once, as in critical=6,low)",
                "a,       | queues: a, (expected: names, each once, as in critical=6,low)",
                "=3       | queues: =3 (expected: names, each once, as in critical=6,low)",
                "a=2,b,a  | queues: a=2,b,a (expected: names, each once, as in critical=6,low)",
                "a=0      | priority: 0 (expected: 1 to 9999)",
                "a=-1     | priority: -1 (expected: 1 to 9999)",
                "a=10000  | priority: 10000 (expected: 1 to 9999)",
                "a=       | priority:  (expected: 1 to 9999)",
                "a=high   | priority: high (expected: 1 to 9999)",
            })
    void whatIsNoListOfQueuesIsRefused(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Queues.parse(text))
                .withMessage(message);
    }
}
