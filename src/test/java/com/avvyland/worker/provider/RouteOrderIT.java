// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.kie.TestingKie;
import com.avvyland.worker.provider.openai.TestingOpenAi;
import com.avvyland.worker.testing.TestingRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Edits routes as a person would, and looks who is asked first. */
class RouteOrderIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final String OPENAI_LINE =
            "              - to: kamelet:openai-understand-image-action/openai-understand-image\n";
    private static final String KIE_LINE =
            "              - to: kamelet:kie-understand-image-action/kie-understand-image\n";

    @TempDir
    Path routes;

    private final TestingOpenAi openai = new TestingOpenAi();
    private final TestingKie kie = new TestingKie();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void start() {
        environment.putAll(Map.of(
                "OPENAI_API_KEY",
                TestingOpenAi.KEY,
                "OPENAI_BASE_URL",
                openai.url() + "/v1",
                "KIE_API_KEY",
                TestingKie.KEY,
                "KIE_BASE_URL",
                kie.url()));
        try (TestingPurchasing purchasing = new TestingPurchasing(REDIS, environment)) {
            purchasing.redis().getKeys().flushall();
        }
    }

    @AfterEach
    void stop() {
        openai.close();
        kie.close();
    }

    @Test
    void asksInTheOrderOfTheLinesAsTheyAreShipped() throws IOException {
        assertThat(asked(shipped())).containsExactly("openai");
    }

    @Test
    void asksInAnotherOrderWhenTwoLinesAreMoved() throws IOException {
        String moved = shipped().replace(KIE_LINE, "").replace(OPENAI_LINE, KIE_LINE + OPENAI_LINE);

        assertThat(asked(moved)).containsExactly("kie");
    }

    @Test
    void asksNobodyWhoseLineIsTakenOut() throws IOException {
        openai.next(Mishap.answer(503, "{}"));

        assertThat(asked(shipped().replace(KIE_LINE, ""))).containsExactly("openai");
    }

    @Test
    void goesOnToTheNextLineWhenTheFirstIsDown() throws IOException {
        openai.next(Mishap.answer(503, "{}"));

        assertThat(asked(shipped())).startsWith("openai").endsWith("kie");
    }

    @Test
    void asksFirstWhomTheTaskNames() throws IOException {
        assertThat(asked(shipped(), "kie")).containsExactly("kie");
    }

    @Test
    void asksWhomTheConfigurationChooses() throws IOException {
        Path config = routes.resolve("config.yaml");
        Files.writeString(config, "image_understanding: {providers: [kie]}\n");
        environment.put("MODEL_PREVIEW_WORKER_CONFIG", config.toString());

        assertThat(asked(shipped())).containsExactly("kie");
    }

    private static String shipped() throws IOException {
        String text = Files.readString(Path.of("routes/providers.camel.yaml"));
        assertThat(text).contains(OPENAI_LINE, KIE_LINE);
        return text;
    }

    /** Start anew with these lines, buy once, and return who was asked with a key, in order. */
    private List<String> asked(String lines, String... priority) throws IOException {
        Files.writeString(routes.resolve("providers.camel.yaml"), lines);
        try (TestingPurchasing purchasing = new TestingPurchasing(REDIS, environment, routes, null)) {
            Exchange ended = purchasing.buy(
                    new Vision(
                            Capability.UNDERSTAND_IMAGE, "You look.", "What is it?", List.of(TestingImages.disc(64))),
                    priority);
            return TestingPurchasing.rows(ended).stream()
                    .filter(row -> row.fault() != Fault.PASSED_OVER)
                    .map(ProviderAttempt::provider)
                    .toList();
        }
    }
}
