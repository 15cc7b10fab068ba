// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.config.Config;
import com.avvyland.worker.config.ConfigLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderChecksTest {

    private static final Path ROUTES = Path.of("routes/providers.camel.yaml");

    @TempDir
    private Path empty;

    @Test
    void saysWhoIsAskedInTheOrderOfTheRoutes() {
        List<Check> checks = look(Map.of("OPENAI_API_KEY", "k1", "GEMINI_API_KEY", "k2", "FAL_API_KEY", "k3"));

        assertThat(checks).allMatch(check -> check.verdict() == Check.Verdict.OK);
        assertThat(checks)
                .contains(
                        Check.ok("providers", "a key for fal, gemini, openai"),
                        Check.ok("understand-image", "openai, then gemini, then fal"),
                        Check.ok("score-image", "gemini, then openai, then fal"),
                        Check.ok("generate-model", "fal"));
    }

    @Test
    void warnsOfWhatNobodyCanDo() {
        assertThat(look(Map.of("OPENAI_API_KEY", "k1")))
                .filteredOn(check -> check.verdict() == Check.Verdict.WARN)
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.name()).isEqualTo("generate-model");
                    assertThat(check.detail()).contains("tencent, fal, piapi");
                });
    }

    @Test
    void needsNobodyWhereNoProjectionsAreTaken() {
        assertThat(look(Map.of("MODEL_PROJECTION_WORKER_CONCURRENCY", "0")))
                .hasSize(6)
                .allMatch(check -> check.verdict() == Check.Verdict.OK);
    }

    @Test
    void countsNanoBananaOnlyWithABucket() {
        Map<String, String> key = Map.of("NANOBANANA_API_KEY", "k");
        Map<String, String> both = Map.of("NANOBANANA_API_KEY", "k", "S3_BUCKET", "models");

        assertThat(look(key)).anyMatch(check -> check.name().equals("nanobanana"));
        assertThat(look(both)).contains(Check.ok("generate-image", "nanobanana"));
    }

    @Test
    void knowsBothHalvesOfTencentsKey() {
        assertThat(look(Map.of("TENCENT_SECRET_ID", "i", "TENCENT_SECRET_KEY", "k")))
                .contains(Check.ok("generate-model", "tencent"));
    }

    private List<Check> look(Map<String, String> keys) {
        Map<String, String> environment = new HashMap<>(keys);
        environment.put("MODEL_PREVIEW_CALLBACK_SECRET", "secret");
        Config config = new ConfigLoader(environment, empty).load();
        return ProviderChecks.of(config, ROUTES);
    }
}
