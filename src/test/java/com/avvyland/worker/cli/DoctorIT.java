// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.preview.RenderingFacts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DoctorIT {

    private static final Map<String, String> SOUND = Map.of("MODEL_PREVIEW_CALLBACK_SECRET", "s3cret");

    @Test
    void saysWhatReallyRenders() throws Exception {
        var out = new StringWriter();

        int status = command(SOUND, out).execute("--json");

        assertThat(status).isZero();
        JsonNode checks = new ObjectMapper().readTree(out.toString()).get("checks");
        assertThat(checks.findValuesAsText("name"))
                .containsExactly("browser", "node", "sandbox", "gl", "renderers", "init");
        assertThat(checks.get(0).get("detail").asText()).containsPattern("\\d+\\.\\d+");
        assertThat(checks.get(3).get("detail").asText()).startsWith("ANGLE");
        assertThat(out.toString()).doesNotContain("s3cret");
    }

    @Test
    void failsWithoutABrowser() {
        var out = new StringWriter();

        int status = command(
                        Map.of("MODEL_PREVIEW_CALLBACK_SECRET", "s3cret", "PREVIEW_BROWSER", "/nowhere/chromium"), out)
                .execute();

        assertThat(status).isEqualTo(1);
        assertThat(out.toString()).startsWith("fail  browser").contains("/nowhere/chromium");
    }

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

    @Test
    void warnsWhereNobodyReapsOrphans() {
        assertThat(DoctorCommand.init(1).verdict()).isEqualTo(Check.Verdict.WARN);
        assertThat(DoctorCommand.init(7).verdict()).isEqualTo(Check.Verdict.OK);
    }

    private static RenderingFacts facts(boolean sandboxed, Optional<String> complaint, boolean draws) {
        return new RenderingFacts(
                Path.of("/b"), "1.2", Path.of("/n"), false, sandboxed, "ANGLE (some)", complaint, draws, 2);
    }

    private static CommandLine command(Map<String, String> environment, StringWriter out) {
        return new CommandLine(new DoctorCommand(environment)).setOut(new PrintWriter(out));
    }
}
