// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class WearTest {

    private static final Optional<ProcessHandle> UNKNOWN = Optional.empty();

    @Test
    void replacesABrowserAfterItsJobs() {
        var wear = new Wear(3, Long.MAX_VALUE);

        assertThat(wear.afterJob(UNKNOWN)).isEmpty();
        assertThat(wear.afterJob(UNKNOWN)).isEmpty();
        assertThat(wear.afterJob(UNKNOWN)).contains("3 jobs");
    }

    @Test
    void countsFromTheStartOfABrowser() {
        var wear = new Wear(2, Long.MAX_VALUE);
        wear.afterJob(UNKNOWN);

        wear.reset();

        assertThat(wear.afterJob(UNKNOWN)).isEmpty();
        assertThat(wear.afterJob(UNKNOWN)).isPresent();
    }

    @Test
    void keepsABrowserThatCannotBeMeasured() {
        assertThat(new Wear(10, 0).afterJob(UNKNOWN)).isEmpty();
    }
}
