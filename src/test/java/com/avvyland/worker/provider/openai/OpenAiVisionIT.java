// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.provider.ProviderResult;
import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.TestingPurchasing;
import com.avvyland.worker.testing.TestingRedis;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenAiVisionIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private final TestingOpenAi openai = new TestingOpenAi();
    private TestingPurchasing purchasing;

    @BeforeEach
    void start() {
        purchasing = new TestingPurchasing(
                REDIS, Map.of("OPENAI_API_KEY", TestingOpenAi.KEY, "OPENAI_BASE_URL", openai.url() + "/v1"));
        purchasing.redis().getKeys().flushall();
    }

    @AfterEach
    void stop() {
        purchasing.close();
        openai.close();
    }

    @Test
    void describesAnImage() {
        ProviderResult result = purchasing.result(vision());

        assertThat(result.provider()).isEqualTo("openai");
        assertThat(result.json()).isEqualTo(TestingOpenAi.UNDERSTANDING);
    }

    @Test
    void buysTheSameWorkOnce() {
        assertThat(cost()).isEqualTo(2_000);
        assertThat(cost()).as("found in the journal").isZero();

        assertThat(openai.billed()).hasSize(1);
    }

    @Test
    void saysWhoFailedAndHow() {
        openai.next(Mishap.answer(503, "{}"));
        var ended = purchasing.buy(vision());

        assertThat(ended.getException()).hasMessageContaining("openai: status 503");
    }

    private long cost() {
        return TestingPurchasing.rows(purchasing.buy(vision())).getFirst().costMicroUsd();
    }

    private static Vision vision() {
        return new Vision(Capability.UNDERSTAND_IMAGE, "You describe.", "What is it?", List.of(TestingImages.disc(64)));
    }
}
