// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.projection.TestingObject;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.gemini.TestingGemini;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingWorker;
import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs single projection steps through the whole worker: from a model, without success, and with a wrong payload. */
class ProjectionStepIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private TestingJob job;

    @BeforeEach
    void start() throws IOException {
        job = new TestingJob(REDIS);
    }

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void anotherWorkerGoesOnWithTheSourceThatTheFirstHasRenderedAndPaysNoPictureAgain() throws Exception {
        // The first try renders and has it painted; then nobody can judge, Gemini neither.
        job.gemini.paintsOver(shown -> {
            job.gemini.next(Mishap.answer(503, "{}"));
            return TestingObject.repainted(shown);
        });
        job.openai.next(Mishap.answer(503, "{}"));
        Map<String, Object> task = job.stepFields("three_quarter", 0, List.of());
        task.remove("source_image");
        task.putAll(Map.of("input_format", ".glb", "input_model", TestingModels.texturedBox()));
        String id;
        try (TestingWorker worker = job.worker(Map.of())) {
            TestingJob.Enqueuer.java(worker).enqueue(TestingJob.STEP, Payload.encode(task));
            await().atMost(ofSeconds(60))
                    .until(() -> worker.ids(TestingJob.QUEUE, "retry").size() == 1);
            id = worker.ids(TestingJob.QUEUE, "retry").getFirst();
            assertThat(worker.rendered()).isPositive();
        }
        try (TestingWorker worker = job.worker(Map.of())) {
            worker.retryNow(TestingJob.QUEUE, id);
            JsonNode step = job.nextStep();

            assertThat(step.path("status").asText())
                    .as(step.path("error").asText())
                    .isEqualTo("completed");
            assertThat(worker.rendered()).isZero();
            assertThat(job.paintings()).hasSize(1);
            assertThat(step.path("attempts")).hasSize(1);
            assertThat(step.at("/attempts/0/background_removal").asText()).isEqualTo("alpha");
            assertThat(step.at("/preprocessing/background_removal").asText()).isEqualTo("alpha");
            assertThat(picture(step, "source_image").getRGB(0, 0) >>> 24).isZero();
            assertThat(picture(step, "source_image").getWidth()).isEqualTo(1024);
            assertThat(picture(step, "preprocessed_image").getRGB(0, 0)).isEqualTo(0xffffffff);
            assertThat(TestingGemini.shown(job.paintings().getFirst()))
                    .containsExactly(
                            step.path("preprocessed_image").path("bytes").binaryValue());
        }
    }

    @Test
    void showsTheBestOfAStepThatDidNotPass() throws Exception {
        try (TestingWorker worker = job.worker(Map.of())) {
            job.gemini.paints(TestingObject.back(0).bytes().toByteArray());
            Map<String, Object> task = job.stepFields("left", 3, List.of());
            task.put("pass_score", 0.95);
            task.put("max_attempts", 2);
            TestingJob.Enqueuer.java(worker).enqueue(TestingJob.STEP, Payload.encode(task));

            JsonNode step = job.nextStep();

            assertThat(step.path("status").asText()).isEqualTo("failed");
            assertThat(step.path("error_code").asText()).isEqualTo("score_too_low");
            assertThat(step.path("error").asText())
                    .isEqualTo("score: 0.90 after 2 of 2 attempts (expected: at least 0.95)");
            assertThat(step.path("score").asDouble()).isEqualTo(0.9);
            assertThat(step.path("generated_image").path("bytes").binaryValue())
                    .isEqualTo(TestingObject.back(0).bytes().toByteArray());
            assertThat(step.path("attempts")).hasSize(2);
            assertThat(step.at("/attempts/1/outcome").asText()).isEqualTo("below_pass_score");
        }
    }

    static Stream<Arguments> invalid() {
        byte[] sound = TestingObject.source().bytes().toByteArray();
        return Stream.of(
                Arguments.of(Map.of("prompt", ""), "prompt: absent"),
                Arguments.of(Map.of("view", "inside"), "view: inside"),
                Arguments.of(Map.of("input_format", ".glb", "input_model", new byte[] {1}), "source_image: given"),
                Arguments.of(Map.of("prompt_pack", "nobody"), "prompt_pack: nobody"),
                Arguments.of(Map.of("max_attempts", 11), "max_attempts: 11"),
                Arguments.of(Map.of("pass_score", 2.0), "pass_score: 2.0"),
                Arguments.of(Map.of("source_image", png(new byte[100])), "source_image: unknown content"),
                Arguments.of(Map.of("source_image", png(Arrays.copyOf(sound, 500))), "source_image: broken"),
                Arguments.of(references(sound, new byte[100]), "reference_images[1]: unknown content"),
                Arguments.of(references(sound, Arrays.copyOf(sound, 20)), "reference_images[1]: unknown content"),
                Arguments.of(references(sound, claiming(20_000, 20_000)), "reference_images[1]: 20000 x 20000 pixels"),
                Arguments.of(references(sound, claiming(64, 63)), "reference_images[1]: 64 x 63 pixels"),
                Arguments.of(references(sound, gif()), "reference_images[1]: unknown content"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("invalid")
    void saysWhatIsWrongWithAStepBeforeAnythingIsPaidFor(Map<String, Object> wrong, String error) throws Exception {
        try (TestingWorker worker = job.worker(Map.of())) {
            Map<String, Object> task = job.stepFields("left", 3, List.of());
            task.putAll(wrong);
            TestingJob.Enqueuer.java(worker).enqueue(TestingJob.STEP, Payload.encode(task));

            JsonNode step = job.nextStep();

            assertThat(step.path("status").asText()).isEqualTo("failed");
            assertThat(step.path("error_code").asText()).isEqualTo("invalid_payload");
            assertThat(step.path("error").asText()).startsWith(error);
            assertThat(step.path("job_id").asText()).isEqualTo("job-1");
            assertThat(step.path("step_id").asText()).isEqualTo("step-left");
            assertThat(job.gemini.calls()).isEmpty();
            assertThat(job.openai.calls()).isEmpty();
        }
    }

    private static Map<String, Object> references(byte[]... pictures) {
        return Map.of(
                "reference_images",
                Stream.of(pictures).map(ProjectionStepIT::png).toList());
    }

    private static Map<String, Object> png(byte[] content) {
        return new HashMap<>(Map.of("mime", "image/png", "bytes", content));
    }

    /** Return a PNG whose header says this size and which has no pixels. */
    private static byte[] claiming(int width, int height) {
        return ByteBuffer.allocate(64)
                .put(HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452"))
                .putInt(width)
                .putInt(height)
                .array();
    }

    private static byte[] gif() {
        return HexFormat.of().parseHex("47494638396180008000800000ffffff0000002c00000000800080000002".repeat(2));
    }

    private static BufferedImage picture(JsonNode step, String image) throws IOException {
        return ImageIO.read(
                new ByteArrayInputStream(step.path(image).path("bytes").binaryValue()));
    }
}
