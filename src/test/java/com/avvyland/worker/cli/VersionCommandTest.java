// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.preview.Chromium;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionCommandTest {

    @Test
    void saysWhatItIsMadeOf() {
        TestingCommand shown = TestingCommand.run(Map.of(), "version", "--json");

        JsonNode facts = shown.json();
        assertThat(shown.status()).isZero();
        assertThat(facts.fieldNames())
                .toIterable()
                .containsExactly(
                        "version", "commit", "camel", "java", "chromium", "chromium_path", "three", "meshoptimizer");
        assertThat(facts.path("camel").asText()).startsWith("4.");
        assertThat(facts.path("java").asText()).startsWith("25");
        assertThat(facts.path("three").asText()).startsWith("0.");
        Path browser = Chromium.find(null).orElse(null);
        if (browser != null) {
            assertThat(facts.path("chromium_path").asText()).isEqualTo(browser.toString());
            assertThat(facts.path("chromium").asText()).matches("\\d+(\\.\\d+)+");
        }
    }

    @Test
    void needsNoBrowserAndNoConfiguration() {
        TestingCommand shown =
                TestingCommand.run(Map.of("PREVIEW_BROWSER", "/nowhere/chromium", "REDIS_DB", "many"), "version");

        assertThat(shown.status()).isZero();
        assertThat(shown.out()).containsPattern("(?m)^chromium +unknown$");
        assertThat(TestingCommand.run(Map.of(), "--version").out()).startsWith("avvy-worker ");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "c0ffee1234567890c0ffee1234567890c0ffee12, c0ffee1234567890c0ffee1234567890c0ffee12",
                "c0ffee1234567890c0ffee1234567890c0ffee12-dirty, c0ffee1234567890c0ffee1234567890c0ffee12-dirty",
                "unknown, -",
                "'', -",
                "-, -",
            })
    void knowsNoCommitOfABuildWithoutGit(String written, String commit) {
        assertThat(BuildFacts.commit(written)).isEqualTo(commit);
    }
}
