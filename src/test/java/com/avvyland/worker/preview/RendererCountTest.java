// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RendererCountTest {

    @ParameterizedTest
    @CsvSource({
        "8, 64, 16, 8", // one a core
        "8, 3, 16, 3", // as memory goes
        "8, 64, 2, 2", // no more than tasks ask for
        "1, 64, 4, 1",
        "4, 0, 4, 1", // never none
    })
    void followsTheMachine(int cores, long gibibytes, int tasks, int expected) {
        assertThat(RendererCount.choose(cores, gibibytes << 30, tasks)).isEqualTo(expected);
    }

    @Test
    void takesTheConfiguredNumber() {
        assertThat(RendererCount.of(TestingPreviews.config(5, Duration.ofSeconds(60)), 1))
                .isEqualTo(5);
    }
}
