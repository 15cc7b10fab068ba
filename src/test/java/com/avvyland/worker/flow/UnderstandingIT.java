// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.openai.TestingOpenAi;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingWorker;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs whole tasks whose previews a provider looks at. */
class UnderstandingIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private final TestingOpenAi openai = new TestingOpenAi();
    private TestingReceiver receiver;
    private TestingWorker worker;

    @BeforeEach
    void start() throws IOException {
        receiver = new TestingReceiver();
        worker = new TestingWorker(
                REDIS,
                Map.of(
                        "MODEL_PREVIEW_WORKER_CONFIG",
                        "src/test/resources/flow/one-attempt.yaml",
                        "OPENAI_API_KEY",
                        TestingOpenAi.KEY,
                        "OPENAI_BASE_URL",
                        openai.url() + "/v1"));
    }

    @AfterEach
    void stop() {
        worker.close();
        receiver.close();
        openai.close();
    }

    @Test
    void describesAModelByWhatAProviderSeesInItsPreviews() {
        JsonNode metadata = run("hash-seen").path("metadata");

        assertThat(metadata.path("source").asText()).isEqualTo("openai");
        assertThat(metadata.path("title").asText()).isEqualTo("Red disc");
        assertThat(metadata.path("geometry").path("triangles").asInt()).isEqualTo(12);
        assertThat(openai.calls()).hasSize(1);
        assertThat(openai.calls().getFirst().headers()).containsEntry("authorization", "Bearer " + TestingOpenAi.KEY);
    }

    @Test
    void reportsARefusalToLookAsRestricted() {
        openai.next(
                Mishap.answer(
                        400,
                        "{\"error\":{\"type\":\"image_generation_user_error\",\"code\":\"moderation_blocked\",\"message\":\"no\"}}"));

        JsonNode metadata = run("hash-refused").path("metadata");

        assertThat(metadata.path("source").asText()).isEqualTo("geometry");
        assertThat(metadata.path("restricted_detected").asBoolean()).isTrue();
        assertThat(metadata.path("restricted_reasons").get(0).asText()).contains("openai");
    }

    @Test
    void triesTheTaskAgainWhenNobodyCanLookNow() {
        openai.next(Mishap.answer(503, "{}"));
        String id = enqueue("hash-down");

        await().atMost(ofSeconds(30)).until(() -> worker.ids("retry").contains(id));
        assertThat(worker.message(id)).contains("openai: status 503");
        worker.retryNow(id);

        await().atMost(ofSeconds(30)).until(() -> receiver.received().size() == 1);
        assertThat(Payload.decode(receiver.received().getFirst().body())
                        .path("metadata")
                        .path("source")
                        .asText())
                .isEqualTo("openai");
    }

    private JsonNode run(String hash) {
        enqueue(hash);
        await().atMost(ofSeconds(30)).until(() -> receiver.received().size() == 1);
        JsonNode body = Payload.decode(receiver.received().getFirst().body());
        assertThat(body.path("status").asText()).as(body.path("error").asText()).isEqualTo("completed");
        return body;
    }

    /** Each test's object has a colour of its own: a reading of the same pictures would be found in the journal. */
    private String enqueue(String hash) {
        return worker.enqueue(
                "model.preview.v1",
                Payload.preview(
                        receiver.url("/callback"),
                        TestingModels.box().glb(),
                        Map.of(
                                "model_hash",
                                hash,
                                "preview",
                                Map.of("background", colour(hash), "width", 128, "height", 128))),
                task -> task);
    }

    private static String colour(String hash) {
        return "#%06x".formatted(hash.hashCode() & 0xffffff);
    }
}
