// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.nanobanana;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.ProviderResult;
import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.TestingPurchasing;
import com.avvyland.worker.testing.TestingRedis;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NanoBananaPictureIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final Picture PICTURE = new Picture("A disc.", List.of(), 1024);

    private final TestingNanoBanana nanobanana = new TestingNanoBanana();
    private TestingPurchasing purchasing;

    @BeforeEach
    void start() {
        purchasing = open("generate-2");
        purchasing.redis().getKeys().flushall();
    }

    @AfterEach
    void stop() {
        purchasing.close();
        nanobanana.close();
    }

    private TestingPurchasing open(String model) {
        return new TestingPurchasing(
                REDIS,
                Map.of(
                        "NANOBANANA_API_KEY",
                        TestingNanoBanana.KEY,
                        "NANOBANANA_BASE_URL",
                        nanobanana.url() + "/api/v1",
                        "NANOBANANA_IMAGE_MODEL",
                        model));
    }

    @Test
    void paintsByEachOfItsModels() {
        for (String model : List.of("generate", "generate-2", "generate-pro")) {
            purchasing.close();
            purchasing = open(model);

            ProviderResult result = purchasing.result(new Picture(model, List.of(), 1024));

            assertThat(result.model()).isEqualTo(model);
            assertThat(result.files()).hasSize(1);
        }
    }

    @Test
    void buysTheSameWorkOnce() {
        purchasing.result(PICTURE);
        purchasing.result(PICTURE);

        assertThat(nanobanana.billed()).hasSize(1);
    }

    @Test
    void isPassedOverForInputsThatNobodyLends() {
        Exchange ended = purchasing.buy(new Picture("p", List.of(TestingImages.disc(64)), 1024));

        assertThat(TestingPurchasing.rows(ended).getLast().fault()).isEqualTo(Fault.PASSED_OVER);
        assertThat(TestingPurchasing.rows(ended).getLast().error())
                .isEqualTo("inputs: 1 images (expected: none, or a bucket that lends URLs)");
        assertThat(nanobanana.calls()).isEmpty();
    }

    @Test
    void saysThatATaskFailed() {
        nanobanana.failWith(3, "generation failed");

        Exchange ended = purchasing.buy(PICTURE);

        assertThat(TestingPurchasing.rows(ended).getLast().fault()).isEqualTo(Fault.JOB_FAILED);
    }

    @Test
    void holdsAPurchaseOfUnknownOutcome() {
        nanobanana.next(Mishap.of(Mishap.Kind.DROP_AFTER));

        assertThat(purchasing.buy(PICTURE).getException()).hasMessageContaining("sent, and no answer read");
        assertThat(purchasing.buy(PICTURE).getException()).hasMessageContaining("may have paid");
        assertThat(nanobanana.billed()).hasSize(1);
    }

    @Test
    void asksForTheSameTaskAfterARestart() {
        nanobanana.doneAfter(TestingNanoBanana.NEVER);
        assertThat(purchasing.buy(PICTURE).getException()).hasMessageContaining("job not done");
        purchasing.close();
        purchasing = open("generate-2");
        nanobanana.doneAfter(1);

        assertThat(purchasing.result(PICTURE).jobId()).isEqualTo("nb1");
        assertThat(nanobanana.billed()).hasSize(1);
    }
}
