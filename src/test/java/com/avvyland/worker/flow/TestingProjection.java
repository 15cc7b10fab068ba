// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.provider.TestingProvider.Call;
import com.avvyland.worker.provider.tencent.TestingTencent;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingReceiver.Received;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingWorker;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Is the surroundings of {@code model.projection.model.v1}: Tencent, and who waits for the callback. */
final class TestingProjection implements AutoCloseable {

    static final String TYPE = "model.projection.model.v1";

    /** Each task's pictures have a size of their own: the same work would be found in the journal. */
    private static final AtomicInteger EDGE = new AtomicInteger(200);

    final TestingTencent tencent = new TestingTencent().doneAfter(2);
    final TestingReceiver receiver;
    private final TestingRedis redis;

    TestingProjection(TestingRedis redis) throws IOException {
        this.redis = redis;
        receiver = new TestingReceiver();
    }

    /** Return the settings of a worker that has Tencent's key, asks often, and has slots for every test. */
    Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "MODEL_PREVIEW_WORKER_CONFIG",
                "src/test/resources/flow/one-attempt.yaml",
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
        return settings;
    }

    TestingWorker worker(Map<String, String> more) {
        return new TestingWorker(redis, settings(more));
    }

    /** Enqueue a task with the front alone and small previews, with keys more or other than these. */
    String enqueue(TestingWorker worker, Map<String, Object> more, UnaryOperator<NewTask.Builder> options) {
        return worker.enqueue(TYPE, payload(more), options);
    }

    byte[] payload(Map<String, Object> more) {
        Map<String, Object> task = new HashMap<>(Map.of(
                "model_hash",
                "hash-1",
                "callback_url",
                receiver.url("/"),
                "job_id",
                "job-7",
                "views",
                List.of(view("front")),
                "preview",
                Map.of("angles", new String[] {"front"}, "width", 64, "height", 64)));
        task.putAll(more);
        return Payload.encode(task);
    }

    static Map<String, Object> view(String side) {
        Image image = TestingImages.disc(EDGE.getAndIncrement());
        return Map.of(
                "view",
                side,
                "image",
                Map.of("mime", "image/png", "bytes", image.bytes().toByteArray()));
    }

    Received callback() {
        await().atMost(ofSeconds(90)).until(() -> !receiver.received().isEmpty());
        return receiver.received().getFirst();
    }

    JsonNode completed() {
        JsonNode body = Payload.decode(callback().body());
        assertThat(body.path("status").asText()).as(body.path("error").asText()).isEqualTo("completed");
        return body;
    }

    JsonNode failed(String code) {
        JsonNode body = Payload.decode(callback().body());
        assertThat(body.path("status").asText()).isEqualTo("failed");
        assertThat(body.path("error_code").asText())
                .as(body.path("error").asText())
                .isEqualTo(code);
        assertThat(body.path("job_id").asText()).isEqualTo("job-7");
        return body;
    }

    /** Return what Tencent was asked to do, in order: an action, or {@code file}. */
    List<String> asked() {
        return tencent.calls().stream()
                .map(call -> call.headers().getOrDefault("x-tc-action", "file"))
                .toList();
    }

    Stream<Call> submissions() {
        return tencent.calls().stream()
                .filter(call -> "SubmitHunyuanTo3DProJob".equals(call.headers().get("x-tc-action")));
    }

    @Override
    public void close() {
        receiver.close();
        tencent.close();
    }
}
