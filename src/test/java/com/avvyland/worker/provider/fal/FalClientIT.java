// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.fal;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.provider.TestingPurchasing;
import com.avvyland.worker.testing.TestingNode;
import com.avvyland.worker.testing.TestingRedis;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Holds the fake against FAL's own client, and the line against a queue that others wrote. */
class FalClientIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    @Test
    void theFakeSatisfiesTheProvidersOwnClient() throws Exception {
        TestingNode node = TestingNode.install("providers");
        try (TestingFal fal = new TestingFal()) {
            String output = node.output("fal.mjs", fal.url(), TestingFal.KEY, Json.dataUri(TestingImages.disc(64)));
            JsonNode seen = new ObjectMapper().readTree(output);

            assertThat(seen.path("states").toString())
                    .as(output)
                    .isEqualTo("[\"IN_QUEUE\",\"IN_PROGRESS\",\"COMPLETED\"]");
            assertThat(seen.path("picture").asText()).isEqualTo(fal.url() + "/files/result.png");
            assertThat(seen.path("requestId").asText()).isEqualTo("r1");
            assertThat(seen.path("cutout").asText()).isEqualTo(fal.url() + "/files/result.png");
            assertThat(seen.path("model").asText()).isEqualTo(fal.url() + "/files/result.glb");
            assertThat(seen.path("reading").asText()).contains("score");
            assertThat(seen.path("position").asInt(-1)).isZero();
            assertThat(seen.path("badKey").asText()).isEqualTo("ApiError 401");
            assertThat(seen.path("badInput").asText()).isEqualTo("ValidationError 422 value_error");
            assertThat(seen.path("unknown").asText()).isEqualTo("ApiError 404");
        }
    }

    @Test
    void theLineBuysFromAQueueThatOthersWrote() throws Exception {
        TestingNode node = TestingNode.install("providers");
        try (TestingFal files = new TestingFal()) {
            Process aimock =
                    node.start("aimock.mjs", "{\"image\":{\"url\":\"%s/files/result.png\"}}".formatted(files.url()));
            try (BufferedReader lines = aimock.inputReader()) {
                String base = lines.readLine();
                try (TestingPurchasing purchasing =
                        new TestingPurchasing(REDIS, Map.of("FAL_API_KEY", "any:key", "FAL_BASE_URL", base))) {
                    purchasing.redis().getKeys().flushall();

                    assertThat(purchasing
                                    .result(new Cutout(TestingImages.disc(64)))
                                    .files())
                            .hasSize(1);
                }
            } finally {
                aimock.getOutputStream().close();
                if (!aimock.waitFor(10, TimeUnit.SECONDS)) {
                    aimock.destroyForcibly();
                }
            }
        }
    }
}
