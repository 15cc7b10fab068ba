// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.projection.TestingObject;
import com.avvyland.worker.provider.TestingProvider.Call;
import com.avvyland.worker.provider.TestingPurchasing;
import com.avvyland.worker.provider.gemini.TestingGemini;
import com.avvyland.worker.provider.openai.TestingOpenAi;
import com.avvyland.worker.provider.tencent.TestingTencent;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingReceiver.Received;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingWorker;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * Is the surroundings of a projection job: Gemini's fake paints, OpenAI's judges, Tencent's makes the model, and a
 * receiver verifies every callback by an HMAC of its own.
 */
final class TestingJob implements AutoCloseable {

    static final String QUEUE = "model_projection";
    static final String STEP = "model.projection.step.v1";
    static final String MODEL = "model.projection.model.v1";

    private static final String STEP_SIGNATURE = "x-model-projection-signature";
    private static final String MODEL_SIGNATURE = "x-model-projection-model-signature";

    /** Puts a task into the queue, from whatever program. */
    interface Enqueuer {
        void enqueue(String type, byte[] payload) throws Exception;

        /** Enqueue by the worker's own client. */
        static Enqueuer java(TestingWorker worker) {
            return (type, payload) -> worker.enqueue(type, payload, task -> task.queue(QUEUE));
        }
    }

    final TestingGemini gemini = new TestingGemini();
    final TestingOpenAi openai = new TestingOpenAi();
    final TestingTencent tencent = new TestingTencent().doneAfter(2);
    final TestingReceiver receiver = new TestingReceiver();
    private final TestingRedis redis;

    TestingJob(TestingRedis redis) throws IOException {
        this.redis = redis;
        RedissonClient journal = TestingPurchasing.connect(redis);
        journal.getKeys().flushall();
        journal.shutdown();
        tencent.result("GLB", TestingModels.texturedBox());
    }

    TestingWorker worker(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "MODEL_PREVIEW_WORKER_CONFIG",
                "src/test/resources/flow/one-attempt.yaml",
                "GEMINI_API_KEY",
                TestingGemini.KEY,
                "GEMINI_BASE_URL",
                gemini.url(),
                "OPENAI_API_KEY",
                TestingOpenAi.KEY,
                "OPENAI_BASE_URL",
                openai.url() + "/v1",
                "TENCENT_SECRET_ID",
                TestingTencent.ID,
                "TENCENT_SECRET_KEY",
                TestingTencent.KEY,
                "TENCENT_ENDPOINT",
                tencent.url(),
                "TENCENT_MAX_CONCURRENCY",
                "64",
                "TENCENT_POLL_INTERVAL",
                "100ms"));
        settings.putAll(more);
        return new TestingWorker(redis, settings);
    }

    /** Run the four steps and the model; return the callbacks in order. */
    List<JsonNode> run(Enqueuer queue) throws Exception {
        List<JsonNode> callbacks = new ArrayList<>();
        List<Map<String, Object>> views = new ArrayList<>();
        for (String view : List.of("front", "left", "back", "right")) {
            gemini.paints(painted(view).bytes().toByteArray());
            queue.enqueue(STEP, step(view, callbacks.size(), references(views)));
            JsonNode callback = next(STEP_SIGNATURE);
            assertThat(callback.path("status").asText())
                    .as(callback.path("error").asText())
                    .isEqualTo("completed");
            callbacks.add(callback);
            views.add(view(view, callback));
        }
        queue.enqueue(MODEL, model(views));
        callbacks.add(nextModel());
        return callbacks;
    }

    /** Return the words of a job: what its pictures were asked for with, and by which pack. */
    static List<JsonNode> words(List<JsonNode> callbacks) {
        List<JsonNode> words = new ArrayList<>();
        for (JsonNode callback : callbacks) {
            words.add(callback.path("prompt_used"));
            words.add(callback.path("prompt_pack"));
        }
        return words;
    }

    byte[] model(List<Map<String, Object>> views) {
        return Payload.encode(Map.of(
                "model_hash",
                "hash-job",
                "callback_url",
                receiver.url("/"),
                "job_id",
                "job-1",
                "views",
                views,
                "preview",
                Map.of("angles", new String[] {"front"}, "width", 64, "height", 64)));
    }

    /** Wait for one callback more, verify its signature, and return it. */
    private JsonNode next(String header) throws Exception {
        int seen = taken++;
        await().atMost(ofSeconds(90)).until(() -> receiver.received().size() > seen);
        Received received = receiver.received().get(seen);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(TestingWorker.SECRET.getBytes(UTF_8), "HmacSHA256"));
        assertThat(received.headers()).containsEntry(header, HexFormat.of().formatHex(mac.doFinal(received.body())));
        return Payload.decode(received.body());
    }

    private int taken;

    JsonNode nextStep() throws Exception {
        return next(STEP_SIGNATURE);
    }

    JsonNode nextModel() throws Exception {
        return next(MODEL_SIGNATURE);
    }

    /** Return a step's result as a side of the model. */
    static Map<String, Object> view(String side, JsonNode callback) throws IOException {
        return Map.of("view", side, "image", image(callback.path("generated_image")));
    }

    /** Return the calls that asked Gemini for a picture. */
    List<Call> paintings() {
        return gemini.calls().stream()
                .filter(call -> call.path().contains("-image"))
                .toList();
    }

    /** Return the queues that tasks were put into. */
    Set<String> queues() {
        RedissonClient client = TestingPurchasing.connect(redis);
        try {
            return client.<String>getSet("asynq:queues", StringCodec.INSTANCE).readAll();
        } finally {
            client.shutdown();
        }
    }

    byte[] step(String view, int sequence, List<Map<String, Object>> references) {
        return Payload.encode(stepFields(view, sequence, references));
    }

    Map<String, Object> stepFields(String view, int sequence, List<Map<String, Object>> references) {
        return new HashMap<>(Map.of(
                "model_hash",
                "hash-job",
                "callback_url",
                receiver.url("/"),
                "job_id",
                "job-1",
                "step_id",
                "step-" + view,
                "sequence",
                sequence,
                "prompt",
                "a blue watering can",
                "view",
                view,
                "source_image",
                image(TestingObject.source()),
                "reference_images",
                references));
    }

    private static List<Map<String, Object>> references(List<Map<String, Object>> views) {
        List<Map<String, Object>> images = new ArrayList<>();
        for (Map<String, Object> view : views) {
            @SuppressWarnings("unchecked")
            Map<String, Object> image = (Map<String, Object>) view.get("image");
            images.add(image);
        }
        return images;
    }

    static Map<String, Object> image(Image image) {
        return Map.of("mime", image.mime(), "bytes", image.bytes().toByteArray());
    }

    private static Map<String, Object> image(JsonNode image) throws IOException {
        return Map.of(
                "mime",
                image.path("mime").asText(),
                "bytes",
                image.path("bytes").binaryValue());
    }

    static Image painted(String view) {
        return switch (view) {
            case "front" -> TestingObject.side();
            case "back" -> TestingObject.otherSide();
            case "left" -> TestingObject.back(0);
            default -> TestingObject.back(40);
        };
    }

    @Override
    public void close() {
        gemini.close();
        openai.close();
        tencent.close();
        receiver.close();
    }
}
