// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.testing.TestingNode;
import com.avvyland.worker.testing.TestingRedis;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buys from fakes that somebody else wrote. Its image edits know multipart only, so pictures have no inputs here. */
class AimockIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final String KEY = "testing-aimock";
    private static final String READING =
            "{\"title\":\"Disc\",\"description\":\"A disc.\",\"tags\":[],\"estimated_dimensions\":null,"
                    + "\"estimated_scale_factor\":null,\"restricted_detected\":false,\"restricted_reasons\":[]}";
    private static final String SCORE = "{\"score\":0.5,\"reasons\":[]}";
    private static final byte[] PAINTED = TestingImages.png(64, Color.ORANGE);

    private static Process aimock;
    private static String url;

    private TestingPurchasing purchasing;

    @BeforeAll
    static void serve(@TempDir Path folder) throws Exception {
        TestingNode node = TestingNode.install("aimock");
        Path answers = folder.resolve("answers.json");
        String image = Base64.getEncoder().encodeToString(PAINTED);
        new ObjectMapper()
                .writeValue(answers.toFile(), Map.of("key", KEY, "reading", READING, "score", SCORE, "image", image));
        aimock = node.serve("serve.js", answers);
        BufferedReader output = aimock.inputReader(StandardCharsets.UTF_8);
        url = output.readLine();
        assertThat(url).as("aimock's URL").startsWith("http://127.0.0.1:");
    }

    @AfterAll
    static void end() throws Exception {
        if (aimock != null) {
            aimock.getOutputStream().close();
            if (!aimock.waitFor(10, TimeUnit.SECONDS)) {
                aimock.destroyForcibly();
            }
        }
    }

    @BeforeEach
    void start() {
        purchasing = open(KEY);
        purchasing.redis().getKeys().flushall();
    }

    @AfterEach
    void stop() {
        purchasing.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "gemini"})
    void describes(String provider) {
        ProviderResult result = purchasing.result(vision(Capability.UNDERSTAND_IMAGE, "Describe it"), provider);

        assertThat(result.provider()).isEqualTo(provider);
        assertThat(result.json()).isEqualTo(READING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "gemini"})
    void judges(String provider) {
        ProviderResult result = purchasing.result(vision(Capability.SCORE_IMAGE, "Judge it"), provider);

        assertThat(result.provider()).isEqualTo(provider);
        assertThat(result.json()).isEqualTo(SCORE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "gemini"})
    void paints(String provider) {
        ProviderResult result = purchasing.result(new Picture("Paint it", List.of(), 1024), provider);

        assertThat(result.provider()).isEqualTo(provider);
        assertThat(result.files().getFirst().bytes()).isEqualTo(Bytes.of(PAINTED));
    }

    @Test
    void readsARateLimitOfEither() {
        var ended = purchasing.buy(vision(Capability.SCORE_IMAGE, "Fail"));

        assertThat(TestingPurchasing.rows(ended))
                .filteredOn(row -> row.fault() == Fault.RATE_LIMITED)
                .extracting(ProviderAttempt::provider)
                .contains("openai", "gemini");
    }

    @Test
    void readsARefusedKeyOfEither() {
        purchasing.close();
        purchasing = open("another");

        var ended = purchasing.buy(vision(Capability.SCORE_IMAGE, "Judge it"));

        assertThat(TestingPurchasing.rows(ended))
                .filteredOn(row -> row.fault() == Fault.AUTH)
                .extracting(ProviderAttempt::provider)
                .containsExactly("openai", "gemini");
    }

    private static TestingPurchasing open(String key) {
        return new TestingPurchasing(
                REDIS,
                Map.of(
                        "OPENAI_API_KEY", key,
                        "OPENAI_BASE_URL", url + "/v1",
                        "GEMINI_API_KEY", key,
                        "GEMINI_BASE_URL", url));
    }

    private static Vision vision(Capability capability, String prompt) {
        return new Vision(capability, "You look.", prompt, List.of(TestingImages.disc(64)));
    }
}
