// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.provider.ProviderResult;
import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.TestingPurchasing;
import com.avvyland.worker.provider.gemini.TestingGemini.Mishaps;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.testing.TestingRedis;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GeminiIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final Picture PICTURE = new Picture("The back of it", List.of(TestingImages.disc(64)), 1024);

    private final TestingGemini gemini = new TestingGemini();
    private TestingPurchasing purchasing;

    @BeforeEach
    void start() {
        purchasing = open(TestingGemini.KEY);
        purchasing.redis().getKeys().flushall();
    }

    @AfterEach
    void stop() {
        purchasing.close();
        gemini.close();
    }

    @Test
    void describesAnImage() {
        ProviderResult result = purchasing.result(vision(Capability.UNDERSTAND_IMAGE));

        assertThat(result.provider()).isEqualTo("gemini");
        assertThat(result.json()).isEqualTo(TestingGemini.UNDERSTANDING);
    }

    @Test
    void judgesAnImage() {
        assertThat(purchasing.result(vision(Capability.SCORE_IMAGE)).json())
                .isEqualTo("{\"score\":0.9,\"reasons\":[\"clean\"]}");
    }

    @Test
    void takesThePictureAndNotTheThoughtOfIt() {
        ProviderResult result = purchasing.result(PICTURE);

        assertThat(result.files().getFirst().bytes()).isEqualTo(Bytes.of(TestingGemini.PAINTED));
        assertThat(result.costMicroUsd()).isEqualTo(67_200);
    }

    @Test
    void buysTheSamePictureOnceEvenAfterARestart() {
        purchasing.result(PICTURE);
        purchasing.close();
        purchasing = open(TestingGemini.KEY);
        purchasing.result(PICTURE);

        assertThat(gemini.billed()).hasSize(1);
    }

    @Test
    void holdsAPictureOfUnknownOutcome() {
        gemini.next(Mishap.of(Mishap.Kind.DROP_AFTER));

        assertThat(purchasing.buy(PICTURE).getException()).hasMessageContaining("sent, and no answer read");
        assertThat(purchasing.buy(PICTURE).getException()).hasMessageContaining("may have paid");
        assertThat(gemini.billed()).hasSize(1);
    }

    @Test
    void buysAReadingOfUnknownOutcomeAgain() {
        gemini.next(Mishap.of(Mishap.Kind.DROP_AFTER));
        purchasing.buy(vision(Capability.SCORE_IMAGE));

        purchasing.result(vision(Capability.SCORE_IMAGE));

        assertThat(gemini.billed()).hasSize(2);
    }

    @Test
    void waitsForAQuotaOfTheMinute() {
        gemini.next(mishap(Mishaps.exhausted("GenerateRequestsPerMinutePerProjectPerModel", "34s")));

        purchasing.result(PICTURE);

        assertThat(purchasing.clock().paused()).hasSeconds(34);
    }

    @Test
    void remembersABlockedPrompt() {
        gemini.next(Mishap.answer(200, Mishaps.blocked("PROHIBITED_CONTENT")));

        var ended = purchasing.buy(PICTURE);

        assertThat(TestingPurchasing.rows(ended).getLast().fault()).isEqualTo(Fault.SAFETY_REFUSAL);
        assertThat(purchasing.buy(PICTURE).getException()).hasMessageContaining("PROHIBITED_CONTENT");
        assertThat(gemini.calls()).hasSize(1);
    }

    @Test
    void asksNoMoreWithAKeyThatIsRefused() {
        purchasing.close();
        purchasing = open("another");

        assertThat(purchasing.buy(PICTURE).getException()).hasMessageContaining("API key not valid");
        assertThat(purchasing.buy(PICTURE).getException()).hasMessageContaining("shut: AUTH");
        assertThat(gemini.calls()).hasSize(1);
    }

    private TestingPurchasing open(String key) {
        return new TestingPurchasing(REDIS, Map.of("GEMINI_API_KEY", key, "GEMINI_BASE_URL", gemini.url()));
    }

    private static Mishap mishap(TestingGemini.Answer answer) {
        return new Mishap(Mishap.Kind.ANSWER, answer.status(), answer.headers(), answer.body());
    }

    private static Vision vision(Capability capability) {
        return new Vision(capability, "You look.", "What is it?", List.of(TestingImages.disc(64)));
    }
}
