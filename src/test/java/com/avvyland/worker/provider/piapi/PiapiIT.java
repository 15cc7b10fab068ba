// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.piapi;

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
import com.avvyland.worker.provider.TestingProvider.Call;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.TestingPurchasing;
import com.avvyland.worker.testing.TestingRedis;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PiapiIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final Cutout CUTOUT = new Cutout(TestingImages.disc(64));
    private static final Picture PICTURE =
            new Picture("a disc", List.of(TestingImages.disc(64), TestingImages.disc(80)), 1024);
    private static final Model MODEL = new Model(TestingImages.disc(64), Map.of(), 50_000, true);

    private final TestingPiapi piapi = new TestingPiapi();
    private TestingPurchasing purchasing;

    @BeforeEach
    void start() {
        purchasing = new TestingPurchasing(REDIS, piapi.environment());
        purchasing.redis().getKeys().flushall();
    }

    @AfterEach
    void stop() {
        purchasing.close();
        piapi.close();
    }

    @Test
    void describesAnImageOutOfAFenceOfMarkdown() {
        assertThat(purchasing
                        .result(vision(Capability.UNDERSTAND_IMAGE), "piapi")
                        .json())
                .isEqualTo(TestingPiapi.UNDERSTANDING);
    }

    @Test
    void judgesAnImage() {
        assertThat(purchasing.result(vision(Capability.SCORE_IMAGE), "piapi").json())
                .contains("0.9");
    }

    @Test
    void uploadsEachInputBeforeThePictureIsBought() {
        ProviderResult result = purchasing.result(PICTURE, "piapi");

        assertThat(result.files()).hasSize(1);
        assertThat(piapi.calls().stream().map(Call::method).limit(3)).containsExactly("POST", "POST", "POST");
        assertThat(piapi.billed().getFirst().text())
                .contains("\"task_type\":\"nano-banana-2\"")
                .contains("/ephemeral/0\",\"")
                .contains("/ephemeral/1\"]")
                .doesNotContain("base64");
    }

    @Test
    void paintsWithoutInputs() {
        purchasing.result(new Picture("a disc", List.of(), 4096), "piapi");

        assertThat(piapi.billed().getFirst().text())
                .contains("\"resolution\":\"4K\"")
                .doesNotContain("image_urls");
    }

    @Test
    void cutsOut() {
        ProviderResult result = purchasing.result(CUTOUT, "piapi");

        assertThat(result.provider()).isEqualTo("piapi");
        assertThat(result.model()).isEqualTo("Qubico/image-toolkit");
        assertThat(result.jobId()).isEqualTo("8f7c-1");
    }

    @Test
    void makesAGlb() {
        ProviderResult result = purchasing.result(MODEL, "piapi");

        assertThat(result.files().getFirst().type()).isEqualTo("glb");
        assertThat(result.costMicroUsd()).isEqualTo(100_000);
    }

    @Test
    void countsThePointsThatATaskTook() {
        purchasing.close();
        Map<String, String> settings = new HashMap<>(piapi.environment());
        settings.put("worker.providers.piapi.points_per_dollar", "10000000");
        purchasing = new TestingPurchasing(REDIS, settings);

        assertThat(purchasing.result(MODEL, "piapi").costMicroUsd()).isEqualTo(60_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Failed", "Completed"})
    void takesAnErrorOfATaskForAFailureWhateverItsStatus(String status) {
        piapi.failWith(status, "upstream broke");

        assertThat(TestingPurchasing.rows(purchasing.buy(MODEL, "piapi"))
                        .getFirst()
                        .fault())
                .isEqualTo(Fault.JOB_FAILED);
    }

    @Test
    void buysNothingWhenAnInputCannotBeUploaded() {
        purchasing.close();
        purchasing = new TestingPurchasing(
                REDIS,
                Map.of(
                        "PIAPI_API_KEY",
                        TestingPiapi.KEY,
                        "PIAPI_BASE_URL",
                        piapi.url(),
                        "worker.providers.piapi.upload_url",
                        piapi.url() + "/elsewhere"));

        assertThat(TestingPurchasing.rows(purchasing.buy(MODEL, "piapi"))
                        .getFirst()
                        .fault())
                .isEqualTo(Fault.CONFIG);
        assertThat(piapi.billed()).isEmpty();
    }

    @Test
    void goesOnWaitingForATaskThatCouldNotBeCancelled() {
        piapi.refuseToCancel();
        piapi.startAfter(39);
        piapi.doneAfter(40);

        purchasing.result(PICTURE, "piapi");

        assertThat(piapi.calls().stream().map(Call::method)).contains("DELETE");
        assertThat(piapi.billed()).hasSize(1);
    }

    @Test
    void cancelsATaskThatNeverStarts() {
        piapi.doneAfter(TestingPiapi.NEVER);

        assertThat(purchasing.buy(PICTURE, "piapi").getException()).hasMessageContaining("cancelled");
    }

    @Test
    void refusesInTheEnvelopeOfA200() {
        piapi.next(Mishap.answer(200, "{\"code\":402,\"message\":\"insufficient credits\",\"data\":null}"));

        assertThat(TestingPurchasing.rows(purchasing.buy(PICTURE, "piapi"))
                        .getFirst()
                        .fault())
                .isEqualTo(Fault.QUOTA_OR_CREDITS);
        assertThat(piapi.billed()).isEmpty();
    }

    private static ProviderRequest vision(Capability capability) {
        return new Vision(capability, "You look.", "What is it?", List.of(TestingImages.disc(64)));
    }
}
