// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.preview.RenderingFacts;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RenderingChecksTest {

    @Test
    void failsWhenNothingIsDrawn() {
        assertThat(RenderingChecks.of(facts(true, Optional.empty(), false)))
                .contains(Check.fail("gl", "ANGLE (some): draws nothing (expected: a triangle)"));
    }

    @Test
    void warnsOfAMissingSandboxAndOfWhatWasNotAskedFor() {
        var checks = RenderingChecks.of(facts(false, Optional.of("slow"), true));

        assertThat(checks).contains(Check.warn("gl", "ANGLE (some): slow"));
        assertThat(checks.get(2).verdict()).isEqualTo(Check.Verdict.WARN);
        assertThat(RenderingChecks.of(facts(true, Optional.empty(), true)))
                .allMatch(check -> check.verdict() == Check.Verdict.OK);
    }

    private static RenderingFacts facts(boolean sandboxed, Optional<String> complaint, boolean draws) {
        return new RenderingFacts(
                Path.of("/b"), "1.2", Path.of("/n"), false, sandboxed, "ANGLE (some)", complaint, draws, 2);
    }
}
