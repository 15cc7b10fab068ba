// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.fal;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.ProviderRequest;
import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.avvyland.worker.provider.ProviderRequest.Model;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.provider.ProviderResult;
import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.provider.TestingProvider.Answer;
import com.avvyland.worker.provider.TestingProvider.Call;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.TestingPurchasing;
import com.avvyland.worker.provider.openai.TestingOpenAi;
import com.avvyland.worker.testing.TestingRedis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FalIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final Cutout CUTOUT = new Cutout(TestingImages.disc(64));
    private static final Picture PICTURE = new Picture("a secret prompt", List.of(TestingImages.disc(64)), 1024);
    private static final Model MODEL =
            new Model(TestingImages.disc(128), Map.of("back", TestingImages.disc(128)), 60_000, true);

    private final TestingFal fal = new TestingFal();
    private TestingPurchasing purchasing;

    @BeforeEach
    void start() {
        purchasing = open();
        purchasing.redis().getKeys().flushall();
    }

    private TestingPurchasing open() {
        return new TestingPurchasing(REDIS, Map.of("FAL_API_KEY", TestingFal.KEY, "FAL_BASE_URL", fal.url()));
    }

    @AfterEach
    void stop() {
        purchasing.close();
        fal.close();
    }

    @Test
    void describesAnImageAndTakesTheCostThatItIsTold() {
        ProviderResult result = purchasing.result(vision(Capability.UNDERSTAND_IMAGE));

        assertThat(result.json()).isEqualTo(TestingOpenAi.UNDERSTANDING);
        assertThat(result.costMicroUsd()).isEqualTo(Math.round(TestingFal.COST * 1e6));
    }

    @Test
    void judgesAnImage() {
        assertThat(purchasing.result(vision(Capability.SCORE_IMAGE)).json()).contains("\"score\":0.9");
    }

    static Stream<ProviderRequest> made() {
        return Stream.of(CUTOUT, PICTURE, MODEL);
    }

    @ParameterizedTest
    @MethodSource("made")
    void fetchesWhatWasMadeByThePathsOfOwnerAndApp(ProviderRequest request) {
        ProviderResult result = purchasing.result(request);

        assertThat(result.jobId()).matches("/fal-ai/(birefnet|nano-banana-2|hunyuan-3d)/requests/r1");
        assertThat(result.files()).hasSize(1);
        assertThat(fal.billed()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("made")
    void buysTheSameWorkOnce(ProviderRequest request) {
        purchasing.result(request);
        int calls = fal.calls().size();
        purchasing.result(request);

        assertThat(fal.calls()).hasSize(calls);
    }

    @Test
    void tellsNobodyElseToRepeatWhatItBuys() {
        purchasing.result(CUTOUT);

        assertThat(fal.billed().getFirst().headers())
                .containsEntry("x-fal-no-retry", "1")
                .containsEntry("x-fal-request-timeout", "1800");
    }

    @Test
    void goesOnWithARequestThatAnEarlierWorkerBought() {
        fal.doneAfter(1_000_000);
        assertThat(fault(purchasing.buy(PICTURE))).isEqualTo(Fault.DEADLINE);
        purchasing.close();
        purchasing = open();
        fal.doneAfter(1);
        ProviderResult result = purchasing.result(PICTURE);

        assertThat(result.files()).hasSize(1);
        assertThat(fal.billed()).hasSize(1);
    }

    @Test
    void holdsAPurchaseOfUnknownOutcome() {
        fal.next(Mishap.of(Mishap.Kind.HALF));

        assertThat(purchasing.buy(MODEL).getException()).hasMessageContaining("sent, and no answer read");
        assertThat(purchasing.buy(MODEL).getException()).hasMessageContaining("may have paid");
        assertThat(fal.billed()).hasSize(1);
    }

    @Test
    void takesACompletedRequestWhoseResultIsARefusalForARefusal() {
        fal.endWith(TestingFal.check("content_policy_violation", "prompt"));
        Exchange ended = purchasing.buy(PICTURE);

        assertThat(fault(ended)).isEqualTo(Fault.SAFETY_REFUSAL);
        assertThat(ended.getException()).hasMessageContaining("content_policy_violation");
        assertThat(ended.getException()).hasMessageNotContaining("secret");
        purchasing.buy(PICTURE);
        assertThat(fal.billed()).hasSize(1);
    }

    @Test
    void takesAServersErrorInPlaceOfAResultForTheEndOfTheRequest() {
        fal.endWith(TestingFal.detail(500, "Internal Server Error"));

        assertThat(fault(purchasing.buy(CUTOUT))).isEqualTo(Fault.JOB_FAILED);
        fal.endWith(null);
        assertThat(purchasing.result(CUTOUT).files()).hasSize(1);
    }

    @Test
    void asksAgainForAResultThatAGatewayWithholdsUntilItsTimeIsOver() {
        fal.endWith(new Answer(502, Map.of("Content-Type", "text/html"), "<html>".getBytes()));
        Exchange ended = purchasing.buy(CUTOUT);

        assertThat(fault(ended)).isEqualTo(Fault.DEADLINE);
        assertThat(purchasing.clock().paused()).isGreaterThan(Duration.ofMinutes(10));
        assertThat(fal.calls().size()).isLessThan(100);
    }

    @Test
    void looksAtARequestOnceMoreAfterItsTimeIsOver() {
        fal.doneAfter(1_000_000);
        assertThat(fault(purchasing.buy(MODEL))).isEqualTo(Fault.DEADLINE);
        fal.doneAfter(1);

        assertThat(purchasing.result(MODEL).files()).hasSize(1);
        assertThat(fal.calls()).noneMatch(call -> call.method().equals("PUT"));
        assertThat(fal.billed()).hasSize(1);
    }

    @Test
    void cancelsARequestThatNeverLeavesTheQueue() {
        fal.doneAfter(TestingFal.NEVER);
        Exchange ended = purchasing.buy(CUTOUT);

        Call last = fal.calls().getLast();
        assertThat(last.method() + " " + last.path()).isEqualTo("PUT /fal-ai/birefnet/requests/r1/cancel");
        assertThat(ended.getException()).hasMessageContaining("cancelled");
    }

    @Test
    void isNotAskedAgainWithoutMoney() {
        fal.next(Mishap.answer(403, "{\"detail\":\"User is locked. Reason: Exhausted balance.\"}"));

        assertThat(fault(purchasing.buy(CUTOUT))).isEqualTo(Fault.QUOTA_OR_CREDITS);
        assertThat(fault(purchasing.buy(PICTURE))).isEqualTo(Fault.PASSED_OVER);
        assertThat(fal.calls()).hasSize(1);
    }

    @Test
    void followsNoUrlToAnotherHost() {
        fal.next(Mishap.answer(
                200, "{\"response_url\":\"%s/fal-ai/birefnet/requests/r9\"}".formatted("https://collector.example")));
        purchasing.buy(CUTOUT);

        assertThat(fal.calls().getLast().path()).isEqualTo("/fal-ai/birefnet/requests/r9/status");
    }

    private static @Nullable Fault fault(Exchange ended) {
        return TestingPurchasing.rows(ended).getLast().fault();
    }

    private static Vision vision(Capability capability) {
        return new Vision(capability, "You describe.", "What is it?", List.of(TestingImages.disc(64)));
    }
}
