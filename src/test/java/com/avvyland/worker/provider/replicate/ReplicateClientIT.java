// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.testing.TestingNode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** Holds the fake against Replicate's own client: an independent reading of the same contract. */
class ReplicateClientIT {

    @Test
    void satisfiesTheProvidersOwnClient() throws Exception {
        TestingNode node = TestingNode.install("providers");
        try (TestingReplicate replicate = new TestingReplicate()) {
            String output = node.output(
                    "replicate.mjs",
                    replicate.url() + "/v1",
                    TestingReplicate.KEY,
                    Json.dataUri(TestingImages.disc(64)));
            JsonNode seen = new ObjectMapper().readTree(output);

            assertThat(seen.path("states").toString()).as(output).isEqualTo("[\"starting\",\"succeeded\"]");
            assertThat(seen.path("official").asText()).isEqualTo(replicate.url() + "/files/p1.png");
            assertThat(seen.path("community").asText()).isEqualTo(replicate.url() + "/files/p2.png");
            assertThat(seen.path("cancelled").asText()).isEqualTo("canceled");
            assertThat(seen.path("badKey").asText()).isEqualTo("ApiError 401");
            assertThat(seen.path("badInput").asText()).isEqualTo("ApiError 422");
            assertThat(seen.path("unknown").asText()).isEqualTo("ApiError 404");
        }
    }
}
