// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.testing.TestingGoPeer;
import com.avvyland.worker.projection.TestingObject;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.fal.TestingFal;
import com.avvyland.worker.provider.gemini.TestingGemini;
import com.avvyland.worker.provider.openai.TestingOpenAi;
import com.avvyland.worker.provider.replicate.TestingReplicate;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingWorker;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs whole projection jobs, from the enqueuer to verified callbacks. */
class ProjectionJobIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final List<String> VIEWS = List.of("front", "left", "back", "right");

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
        List<JsonNode> first = runFromJava();
        byte[] source = TestingGemini.shown(job.paintings().getFirst()).getFirst();
        again();
        List<JsonNode> second = runFromJava();

        assertThat(TestingJob.words(second)).isEqualTo(TestingJob.words(first));
        assertThat(TestingGemini.shown(job.paintings().getFirst()).getFirst()).isEqualTo(source);
    }

    @Test
    void makesTheSameJobInTheSameWordsWhoeverEnqueues() throws Exception {
        TestingGoPeer go = TestingGoPeer.on(REDIS.port());
        List<JsonNode> first = runFromJava();
        again();
        try (TestingWorker _ = job.worker(Map.of())) {
            List<JsonNode> second = job.run(fromGo(go));

            assertComplete(second);
            assertThat(TestingJob.words(second)).isEqualTo(TestingJob.words(first));
        }
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
            job.openai.next(TestingOpenAi.painting(TestingObject.back(0).bytes().toByteArray()));
            job.gemini.next(Mishap.answer(503, "{}"));
            TestingJob.Enqueuer queue = TestingJob.Enqueuer.java(worker);
            queue.enqueue(TestingJob.STEP, job.step("left", 0, List.of()));
            JsonNode step = job.nextStep();
            queue.enqueue(TestingJob.MODEL, job.model(List.of(TestingJob.view("front", step))));
            JsonNode model = job.nextModel();

            assertThat(step.path("status").asText())
                    .as(step.path("error").asText())
                    .isEqualTo("completed");
            assertThat(step.at("/preprocessing/background_removal").asText()).isEqualTo("local");
            assertThat(step.at("/preprocessing/note").asText())
                    .contains("replicate: status 503", "fal: status 503", "openai: status 503");
            assertThat(rows(step.path("attempts"), "provider", "outcome", "background_removal", "judge", "error"))
                    .containsExactly(
                            "gemini failed local  status 503", "openai passed local fal judge: gemini: status 503");
            assertThat(model.path("status").asText())
                    .as(model.path("error").asText())
                    .isEqualTo("completed");
            assertThat(model.path("provider").asText()).isEqualTo("fal");
            assertThat(fal.billed().getLast().path()).isEqualTo("/fal-ai/hunyuan-3d/v3.1/pro/image-to-3d");
            assertThat(model.at("/canonical_model/sha256").asText()).hasSize(64);
        }
    }

    private List<JsonNode> runFromJava() throws Exception {
        try (TestingWorker worker = job.worker(Map.of())) {
            List<JsonNode> callbacks = job.run(TestingJob.Enqueuer.java(worker));
            assertComplete(callbacks);
            return callbacks;
        }
    }

    private TestingJob.Enqueuer fromGo(TestingGoPeer go) {
        AtomicInteger number = new AtomicInteger();
        return (type, payload) -> {
            String name = "job" + number.incrementAndGet() + "-";
            Path file = Files.write(directory.resolve(name), payload);
            go.run("enqueue", TestingJob.QUEUE, "1", name, "type=" + type, "payload=" + file);
        };
    }

    /** Begin anew: with an empty Redis, and providers that know of nothing. */
    private void again() throws IOException {
        job.close();
        job = new TestingJob(REDIS);
    }

    private void assertComplete(List<JsonNode> callbacks) throws Exception {
        for (int i = 0; i < VIEWS.size(); i++) {
            assertStep(callbacks.get(i), VIEWS.get(i), i);
            // The prepared source, then the results of the steps before.
            assertThat(TestingGemini.shown(job.paintings().get(i))).hasSize(1 + i);
        }
        JsonNode model = callbacks.getLast();
        assertThat(model.path("status").asText())
                .as(model.path("error").asText())
                .isEqualTo("completed");
        assertThat(model.path("job_id").asText()).isEqualTo("job-1");
        assertThat(model.path("provider").asText()).isEqualTo("tencent");
        assertThat(model.path("provider_job_id").asText()).isNotEmpty();
        assertThat(model.at("/canonical_model/sha256").asText()).hasSize(64);
        assertThat(model.at("/processed_cbor/sha256").asText()).hasSize(64);
        assertThat(model.path("previews")).hasSize(1);
        assertThat(job.queues()).containsExactly("model_projection");
        // What a whole job has cost: four pictures, four scores, one look at the previews, one model.
        assertThat(job.gemini.billed()).hasSize(4);
        assertThat(job.openai.billed()).hasSize(5);
        assertThat(job.tencent.billed()).hasSize(1);
    }

    private static void assertStep(JsonNode step, String view, int sequence) throws Exception {
        assertThat(step.path("job_id").asText()).isEqualTo("job-1");
        assertThat(step.path("step_id").asText()).isEqualTo("step-" + view);
        assertThat(step.path("sequence").asInt()).isEqualTo(sequence);
        assertThat(step.path("prompt_original").asText()).isEqualTo("a blue watering can");
        assertThat(step.path("prompt_used").asText()).contains("a blue watering can");
        assertThat(step.at("/prompt_pack/name").asText()).isEqualTo("default");
        byte[] pack = Files.readAllBytes(Path.of("prompts/default.yaml"));
        assertThat(step.at("/prompt_pack/digest").asText())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(pack)));
        assertThat(step.path("score").asDouble()).isBetween(0.8, 1.0);
        assertThat(step.at("/preprocessing/background_removal").asText()).isEqualTo("local");
        for (String image : List.of("source_image", "preprocessed_image", "generated_image")) {
            assertThat(step.path(image).path("bytes").isBinary()).as(image).isTrue();
        }
        assertThat(rows(step.path("attempts"), "number", "provider", "outcome", "background_removal", "judge"))
                .containsExactly("1 gemini passed local openai");
        assertThat(step.at("/attempts/0/prompt_used")).isEqualTo(step.path("prompt_used"));
    }

    private static List<String> rows(JsonNode attempts, String... keys) {
        List<String> rows = new ArrayList<>();
        for (JsonNode attempt : attempts) {
            List<String> values = new ArrayList<>();
            for (String key : keys) {
                values.add(attempt.path(key).asText());
            }
            rows.add(String.join(" ", values));
        }
        return rows;
    }
}
