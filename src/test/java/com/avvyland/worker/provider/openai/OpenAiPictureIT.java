// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.avvyland.worker.provider.ProviderRequest.Picture;
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

class OpenAiPictureIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final Picture REQUEST = new Picture("The back of it", List.of(TestingImages.disc(64)), 1024);

    private final TestingOpenAi openai = new TestingOpenAi();
    private TestingPurchasing purchasing;

    @BeforeEach
    void start() {
        purchasing = open();
        purchasing.redis().getKeys().flushall();
    }

    @AfterEach
    void stop() {
        purchasing.close();
        openai.close();
    }

    @Test
    void paintsByAPromptAndAnImage() {
        ProviderResult result = purchasing.result(REQUEST);

        assertThat(result.provider()).isEqualTo("openai");
        assertThat(result.files()).hasSize(1);
        assertThat(result.costMicroUsd()).isEqualTo(50 * 5 + 300 * 8 + 1000 * 30);
        assertThat(openai.billed().getFirst().path()).isEqualTo("/v1/images/edits");
    }

    @Test
    void paintsByAPromptAlone() {
        purchasing.result(new Picture("A disc", List.of(), 1024));

        assertThat(openai.billed().getFirst().path()).isEqualTo("/v1/images/generations");
    }

    @Test
    void buysTheSamePictureOnceEvenAfterARestart() {
        ProviderResult first = purchasing.result(REQUEST);
        purchasing.close();
        purchasing = open();

        assertThat(purchasing.result(REQUEST).files()).isEqualTo(first.files());
        assertThat(openai.billed()).hasSize(1);
    }

    @Test
    void holdsAPictureOfUnknownOutcome() {
        openai.next(Mishap.of(Mishap.Kind.DROP_AFTER));

        assertThat(purchasing.buy(REQUEST).getException()).hasMessageContaining("sent, and no answer read");
        assertThat(purchasing.buy(REQUEST).getException()).hasMessageContaining("may have paid");
        assertThat(openai.billed()).hasSize(1);
    }

    @Test
    void remembersARefusalOfContent() {
        openai.next(Mishap.answer(400, """
                {"error":{"message":"Your request was rejected by the safety system.","type":"image_generation_user_error",
                "param":null,"code":"moderation_blocked"}}
                """));

        var ended = purchasing.buy(REQUEST);

        assertThat(TestingPurchasing.rows(ended).getFirst().fault()).isEqualTo(Fault.SAFETY_REFUSAL);
        assertThat(purchasing.buy(REQUEST).getException()).hasMessageContaining("rejected by the safety system");
        assertThat(openai.calls()).hasSize(1);
    }

    @Test
    void cutsOutWhereNobodyElseDoes() {
        ProviderResult result = purchasing.result(new Cutout(TestingImages.disc(64)));

        assertThat(result.model()).isEqualTo("gpt-image-1.5");
        assertThat(openai.billed().getFirst().text()).contains("\"background\":\"transparent\"");
    }

    @Test
    void judgesAnImage() {
        ProviderResult result = purchasing.result(new Vision(
                Capability.SCORE_IMAGE, "You judge.", "Is it the same object?", List.of(TestingImages.disc(64))));

        assertThat(result.json()).isEqualTo("{\"score\":0.9,\"reasons\":[\"clean\"]}");
    }

    private TestingPurchasing open() {
        return new TestingPurchasing(
                REDIS, Map.of("OPENAI_API_KEY", TestingOpenAi.KEY, "OPENAI_BASE_URL", openai.url() + "/v1"));
    }
}
