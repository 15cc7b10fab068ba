// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.testing.TestingGoPeer;
import com.avvyland.worker.projection.TestingObject;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.fal.TestingFal;
import com.avvyland.worker.provider.gemini.TestingGemini;
import com.avvyland.worker.provider.replicate.TestingReplicate;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingWorker;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs whole projection jobs, from the enqueuer to verified callbacks. */
class ProjectionJobIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    @TempDir
    Path directory;

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
    void makesFourPicturesAndAModelOfThemTwiceInTheSameWords() throws Exception {
        List<JsonNode> first;
        try (TestingWorker worker = job.worker(Map.of())) {
            first = job.run(enqueuer(worker));
        }
        assertComplete(first);
        // What a whole job has cost: four pictures, four scores, one look at the previews, one model.
        assertThat(job.gemini.billed()).hasSize(4);
        assertThat(job.openai.billed()).hasSize(5);
        assertThat(job.tencent.billed()).hasSize(1);
        job.close();
        job = new TestingJob(REDIS);
        try (TestingWorker worker = job.worker(Map.of())) {
            List<JsonNode> second = job.run(enqueuer(worker));
            assertComplete(second);
            for (int i = 0; i < 4; i++) {
                assertThat(second.get(i).path("prompt_used"))
                        .isEqualTo(first.get(i).path("prompt_used"));
                assertThat(second.get(i).path("prompt_pack"))
                        .isEqualTo(first.get(i).path("prompt_pack"));
                assertThat(second.get(i).path("preprocessed_image"))
                        .isEqualTo(first.get(i).path("preprocessed_image"));
            }
        }
    }

    @Test
    void makesAJobThatGoEnqueued() throws Exception {
        TestingGoPeer go = TestingGoPeer.on(REDIS.port());
        AtomicInteger number = new AtomicInteger();
        try (TestingWorker worker = job.worker(Map.of())) {
            assertComplete(job.run((type, payload) -> {
                String name = "job" + number.incrementAndGet() + "-";
                Path file = Files.write(directory.resolve(name), payload);
                go.run("enqueue", TestingJob.QUEUE, "1", name, "type=" + type, "payload=" + file);
            }));
            assertThat(worker.steps()).isNotEmpty();
        }
    }

    private static void assertComplete(List<JsonNode> callbacks) {
        List<String> views = List.of("front", "left", "back", "right");
        for (int i = 0; i < 4; i++) {
            JsonNode step = callbacks.get(i);
            assertThat(step.path("job_id").asText()).isEqualTo("job-1");
            assertThat(step.path("step_id").asText()).isEqualTo("step-" + views.get(i));
            assertThat(step.path("sequence").asInt()).isEqualTo(i);
            assertThat(step.path("prompt_original").asText()).isEqualTo("a blue watering can");
            assertThat(step.path("score").asDouble()).isBetween(0.8, 1.0);
            assertThat(step.path("preprocessing").path("background_removal").asText())
                    .isEqualTo("local");
            for (String image : List.of("source_image", "preprocessed_image", "generated_image")) {
                assertThat(step.path(image).path("bytes").isBinary()).as(image).isTrue();
            }
            JsonNode attempt = step.path("attempts").path(0);
            assertThat(attempt.path("provider").asText()).isEqualTo("gemini");
            assertThat(attempt.path("judge").asText()).isEqualTo("openai");
            assertThat(attempt.path("outcome").asText()).isEqualTo("passed");
            assertThat(attempt.path("background_removal").asText()).isEqualTo("local");
            assertThat(attempt.path("prompt_used")).isEqualTo(step.path("prompt_used"));
        }
        JsonNode model = callbacks.get(4);
        assertThat(model.path("status").asText())
                .as(model.path("error").asText())
                .isEqualTo("completed");
        assertThat(model.path("provider").asText()).isEqualTo("tencent");
        assertThat(model.path("provider_job_id").asText()).isNotEmpty();
        assertThat(model.path("canonical_model").path("sha256").asText()).hasSize(64);
        assertThat(model.path("previews")).hasSize(1);
    }

    @Test
    void goesOnWhenEveryProviderFailsInTurn() throws Exception {
        job.tencent.close();
        try (TestingReplicate replicate = new TestingReplicate();
                TestingFal fal = new TestingFal();
                TestingWorker worker = job.worker(Map.of(
                        "REPLICATE_API_KEY",
                        TestingReplicate.KEY,
                        "REPLICATE_BASE_URL",
                        replicate.url() + "/v1",
                        "FAL_API_KEY",
                        TestingFal.KEY,
                        "FAL_BASE_URL",
                        fal.url()))) {
            fal.doneAfter(1);
            fal.model(TestingModels.texturedBox());
            // Whoever could cut it out, then the first painter, then the first judge of the second one's picture.
            replicate.next(Mishap.answer(503, "{}"));
            fal.next(Mishap.answer(503, "{}"));
            job.openai.next(Mishap.answer(503, "{}"));
            job.gemini.next(Mishap.answer(503, "{}"));
            job.gemini.next(Mishap.answer(503, "{}"));
            enqueuer(worker).enqueue(TestingJob.STEP, job.step("left", 0, List.of()));

            JsonNode step = job.nextStep();

            assertThat(step.path("status").asText())
                    .as(step.path("error").asText())
                    .isEqualTo("completed");
            assertThat(step.path("preprocessing").path("background_removal").asText())
                    .isEqualTo("local");
            assertThat(step.path("preprocessing").path("note").asText())
                    .contains("replicate")
                    .contains("503");
            List<String> rows = new ArrayList<>();
            step.path("attempts")
                    .forEach(row -> rows.add("%s %s"
                            .formatted(
                                    row.path("provider").asText(),
                                    row.path("outcome").asText())));
            assertThat(rows).containsExactly("gemini failed", "openai passed");
            assertThat(step.at("/attempts/1/judge").asText()).isEqualTo("fal");
        }
    }

    @Test
    void rendersTheSourceOfAModelOnceForAllTriesAndPaysOnce() throws Exception {
        try (TestingWorker worker = job.worker(Map.of())) {
            job.gemini.next(TestingGemini.painting(TestingObject.back(0).bytes().toByteArray()));
            // Both judges.
            job.openai.next(Mishap.answer(503, "{}"));
            job.gemini.next(Mishap.answer(503, "{}"));
            Map<String, Object> task = job.stepFields("three_quarter", 0, List.of());
            task.remove("source_image");
            task.putAll(Map.of("input_format", ".glb", "input_model", TestingModels.texturedBox(), "pass_score", 0.0));
            enqueuer(worker).enqueue(TestingJob.STEP, Payload.encode(task));
            await().atMost(ofSeconds(60))
                    .until(() -> worker.ids(TestingJob.QUEUE, "retry").size() == 1);
            long rendered = worker.rendered();
            worker.retryNow(
                    TestingJob.QUEUE, worker.ids(TestingJob.QUEUE, "retry").getFirst());

            JsonNode step = job.nextStep();

            assertThat(step.path("status").asText())
                    .as(step.path("error").asText())
                    .isEqualTo("completed");
            assertThat(step.path("preprocessing").path("background_removal").asText())
                    .isEqualTo("alpha");
            assertThat(worker.rendered()).isEqualTo(rendered);
            assertThat(job.gemini.calls().stream().filter(call -> call.path().contains("-image")))
                    .hasSize(1);
            assertThat(step.path("attempts")).hasSize(1);
        }
    }

    @Test
    void showsTheBestOfAStepThatDidNotPass() throws Exception {
        try (TestingWorker worker = job.worker(Map.of())) {
            job.gemini.paints(TestingObject.back(0).bytes().toByteArray());
            Map<String, Object> task = job.stepFields("left", 3, List.of());
            task.put("pass_score", 0.95);
            task.put("max_attempts", 2);
            enqueuer(worker).enqueue(TestingJob.STEP, Payload.encode(task));

            JsonNode step = job.nextStep();

            assertThat(step.path("status").asText()).isEqualTo("failed");
            assertThat(step.path("error_code").asText()).isEqualTo("score_too_low");
            assertThat(step.path("error").asText())
                    .isEqualTo("score: 0.90 after 2 of 2 attempts (expected: at least 0.95)");
            assertThat(step.path("score").asDouble()).isEqualTo(0.9);
            assertThat(step.path("generated_image").path("bytes").isBinary()).isTrue();
            assertThat(step.path("attempts")).hasSize(2);
        }
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                Arguments.of(Map.of("prompt", ""), "prompt: absent"),
                Arguments.of(Map.of("view", "inside"), "view: inside"),
                Arguments.of(Map.of("input_format", ".glb", "input_model", new byte[] {1}), "source_image"),
                Arguments.of(Map.of("prompt_pack", "nobody"), "prompt_pack: nobody"),
                Arguments.of(Map.of("max_attempts", 11), "max_attempts: 11"),
                Arguments.of(Map.of("pass_score", 2.0), "pass_score: 2.0"),
                Arguments.of(
                        Map.of("source_image", Map.of("mime", "image/png", "bytes", new byte[100])), "source_image"),
                Arguments.of(
                        Map.of("reference_images", List.of(Map.of("mime", "image/png", "bytes", new byte[100]))),
                        "reference_images[0]"));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void saysWhatIsWrongWithAStepBeforeAnythingIsPaidFor(Map<String, Object> wrong, String error) throws Exception {
        try (TestingWorker worker = job.worker(Map.of())) {
            Map<String, Object> task = job.stepFields("left", 3, List.of());
            task.putAll(wrong);
            enqueuer(worker).enqueue(TestingJob.STEP, Payload.encode(task));

            JsonNode step = job.nextStep();

            assertThat(step.path("error_code").asText()).isEqualTo("invalid_payload");
            assertThat(step.path("error").asText()).contains(error);
            assertThat(step.path("job_id").asText()).isEqualTo("job-1");
            assertThat(step.path("step_id").asText()).isEqualTo("step-left");
            assertThat(job.gemini.calls()).isEmpty();
        }
    }

    private static TestingJob.Enqueuer enqueuer(TestingWorker worker) {
        return (type, payload) -> worker.enqueue(type, payload, task -> task.queue(TestingJob.QUEUE));
    }
}
