// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.kie;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class KieIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final Picture PICTURE =
            new Picture("A disc.", List.of(TestingImages.disc(64), TestingImages.disc(65)), 1024);
    private static final Cutout CUTOUT = new Cutout(TestingImages.disc(256));

    @TempDir
    private Path directory;

    private final TestingKie kie = new TestingKie();
    private TestingPurchasing purchasing;

    @BeforeEach
    void start() throws IOException {
        purchasing = open("nano-banana-2");
        purchasing.redis().getKeys().flushall();
    }

    @AfterEach
    void stop() {
        purchasing.close();
        kie.close();
    }

    private TestingPurchasing open(String model) throws IOException {
        Path config = Files.writeString(
                directory.resolve("config.yaml"),
                "worker:\n  providers:\n    kie:\n      upload_url: %s/uploads\n".formatted(kie.url()));
        return new TestingPurchasing(
                REDIS,
                Map.of(
                        "KIE_API_KEY",
                        TestingKie.KEY,
                        "KIE_BASE_URL",
                        kie.url(),
                        "KIE_IMAGE_MODEL",
                        model,
                        "MODEL_PREVIEW_WORKER_CONFIG",
                        config.toString()));
    }

    @Test
    void readsImages() {
        ProviderResult understood = purchasing.result(vision(Capability.UNDERSTAND_IMAGE));
        ProviderResult judged = purchasing.result(vision(Capability.SCORE_IMAGE));

        assertThat(understood.json()).isEqualTo(TestingKie.UNDERSTANDING);
        assertThat(judged.json()).isEqualTo("{\"score\":0.9,\"reasons\":[\"clean\"]}");
        assertThat(kie.billed()).hasSize(2);
    }

    @Test
    void takesAnEnvelopeOfFailureForNoReading() {
        kie.next(Mishap.answer(200, "{\"code\":402,\"msg\":\"Credits insufficient\",\"data\":null}"));

        Exchange ended = purchasing.buy(vision(Capability.SCORE_IMAGE));

        assertThat(TestingPurchasing.rows(ended).getFirst().fault()).isEqualTo(Fault.QUOTA_OR_CREDITS);
        assertThat(purchasing.buy(vision(Capability.SCORE_IMAGE)).getException())
                .hasMessageContaining("shut");
        assertThat(kie.calls()).hasSize(1);
    }

    @Test
    void paintsFromInputsThatItUploads() {
        ProviderResult result = purchasing.result(PICTURE);

        assertThat(result.files()).hasSize(1);
        assertThat(result.jobId()).isEqualTo("task_1");
        assertThat(kie.billed()).hasSize(1);
        assertThat(kie.calls().stream().map(call -> call.path()).limit(3))
                .containsExactly(
                        "/uploads/api/file-base64-upload",
                        "/uploads/api/file-base64-upload",
                        "/api/v1/jobs/createTask");
    }

    @Test
    void paintsByModelsOfOtherFields() throws IOException {
        for (String model : List.of("google/nano-banana-edit", "gpt-image-2-image-to-image")) {
            purchasing.close();
            purchasing = open(model);

            assertThat(purchasing
                            .result(new Picture(model, PICTURE.inputs(), 1024))
                            .model())
                    .isEqualTo(model);
        }
    }

    @Test
    void cutsOut() {
        ProviderResult result = purchasing.result(CUTOUT);

        assertThat(result.provider()).isEqualTo("kie");
        assertThat(result.files()).hasSize(1);
    }

    @Test
    void buysTheSameWorkOnce() {
        purchasing.result(PICTURE);
        purchasing.result(PICTURE);

        assertThat(kie.billed()).hasSize(1);
    }

    @Test
    void waitsForARecordThatIsNotVisibleYet() {
        kie.seenAfter(5);
        kie.doneAfter(7);

        assertThat(purchasing.result(CUTOUT).files()).hasSize(1);
        assertThat(kie.billed()).hasSize(1);
    }

    @Test
    void givesAJobUpThatIsNeverVisible() {
        kie.seenAfter(TestingKie.NEVER);

        Exchange ended = purchasing.buy(CUTOUT);

        assertThat(TestingPurchasing.rows(ended).getLast().fault()).isEqualTo(Fault.JOB_LOST);
        assertThat(purchasing.clock().paused()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(120));
    }

    @Test
    void stopsAtARefusal() {
        kie.failWith("The content was flagged as sensitive");

        Exchange ended = purchasing.buy(PICTURE);

        assertThat(TestingPurchasing.rows(ended)).hasSize(1);
        assertThat(TestingPurchasing.rows(ended).getFirst().fault()).isEqualTo(Fault.SAFETY_REFUSAL);
    }

    @Test
    void takesASuccessWithoutUrlsForNoResult() {
        kie.succeedEmpty();

        Exchange ended = purchasing.buy(PICTURE);

        assertThat(TestingPurchasing.rows(ended).getFirst().fault()).isEqualTo(Fault.EMPTY_RESULT);
    }

    @Test
    void holdsAPurchaseOfUnknownOutcome() {
        kie.next(Mishap.of(Mishap.Kind.DROP_AFTER));

        assertThat(purchasing.buy(CUTOUT).getException()).hasMessageContaining("sent, and no answer read");
        assertThat(purchasing.buy(CUTOUT).getException()).hasMessageContaining("may have paid");
        assertThat(kie.billed()).hasSize(1);
    }

    @Test
    void asksForTheSameJobAfterARestart() throws IOException {
        kie.doneAfter(TestingKie.NEVER);
        assertThat(purchasing.buy(CUTOUT).getException()).hasMessageContaining("job not done");
        purchasing.close();
        purchasing = open("nano-banana-2");
        kie.doneAfter(1);

        assertThat(purchasing.result(CUTOUT).jobId()).isEqualTo("task_1");
        assertThat(kie.billed()).hasSize(1);
    }

    @Test
    void asksOnceMoreForAJobThatIsPastItsTime() {
        kie.doneAfter(TestingKie.NEVER);
        assertThat(purchasing.buy(CUTOUT).getException()).hasMessageContaining("job not done");
        kie.doneAfter(1);

        assertThat(purchasing.result(CUTOUT).jobId()).isEqualTo("task_1");
        assertThat(kie.billed()).hasSize(1);
    }

    @Test
    void uploadsNoInputThatWouldBeRefused() {
        Exchange ended = purchasing.buy(new Cutout(TestingImages.disc(128)));

        assertThat(TestingPurchasing.rows(ended).getLast().fault()).isEqualTo(Fault.INVALID_INPUT);
        assertThat(kie.calls()).isEmpty();
    }

    private static Vision vision(Capability capability) {
        return new Vision(capability, "You describe.", "What is it?", List.of(TestingImages.disc(64)));
    }
}
