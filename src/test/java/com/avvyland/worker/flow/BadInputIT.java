// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.testing.HostileModel;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingWorker;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stranger may send: each ends as docs/architecture.md says, in under 5 s, and the next task runs. */
class BadInputIT {

    private static final Duration LIMIT = ofSeconds(5);

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static TestingWorker worker;

    private TestingReceiver receiver;

    @BeforeAll
    static void startWorker() {
        worker = new TestingWorker(REDIS, Map.of());
    }

    @AfterAll
    static void stopWorker() {
        worker.close();
    }

    @BeforeEach
    void startReceiver() throws IOException {
        receiver = new TestingReceiver();
        // The first task of a fresh worker waits for its browser; the limit is for the bad ones.
        completesASoundTask(ofSeconds(60));
    }

    @AfterEach
    void stopReceiver() {
        completesASoundTask(ofSeconds(20));
        receiver.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileModels")
    void refusesAHostileModelWithItsCode(String name) {
        HostileModel model = TestingModels.hostile(name);

        JsonNode callback = failedCallback(
                Payload.preview(receiver.url("/"), model.bytes(), Map.of("input_format", model.extension())));

        assertThat(callback.path("error_code").asText())
                .as(callback.path("error").asText())
                .isEqualTo(model.expectedCode().wireName());
        assertThat(callback.path("error").asText()).hasSizeLessThan(1100).doesNotContain("Exception");
    }

    static Stream<String> hostileModels() {
        return TestingModels.hostile().keySet().stream().sorted();
    }

    @Test
    void refusesAModelThatPointsAtTheMetadataAddress() {
        byte[] gltf = """
                {"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"mesh":0}],
                 "meshes":[{"primitives":[{"attributes":{"POSITION":0}}]}],
                 "accessors":[{"bufferView":0,"componentType":5126,"count":3,"type":"VEC3"}],
                 "bufferViews":[{"buffer":0,"byteLength":36}],
                 "buffers":[{"byteLength":36,"uri":"http://169.254.169.254/latest/meta-data"}]}""".getBytes(UTF_8);

        JsonNode callback = failedCallback(Payload.preview(receiver.url("/"), gltf, Map.of("input_format", ".gltf")));

        assertThat(callback.path("error_code").asText()).isEqualTo("invalid_model");
    }

    @Test
    void tellsTheReceiverOfAFieldThatIsWrong() {
        JsonNode callback = failedCallback(
                Payload.preview(receiver.url("/"), TestingModels.texturedBox(), Map.of("input_format", 7)));

        assertThat(callback.path("error_code").asText()).isEqualTo("invalid_payload");
        assertThat(callback.path("model_hash").asText()).isEqualTo("hash-1");
    }

    @Test
    void tellsTheReceiverOfAnUnknownTaskType() {
        String id = worker.enqueue(
                "model.teleport.v1",
                Payload.preview(receiver.url("/"), TestingModels.texturedBox(), Map.of()),
                task -> task);

        JsonNode callback = awaitFailed(id);

        assertThat(callback.path("error_code").asText()).isEqualTo("invalid_payload");
    }

    @ParameterizedTest
    @MethodSource("unanswerable")
    void archivesAtOnceWhatCannotBeAnswered(byte[] payload, String reason) {
        int before = receiver.received().size();

        String id = worker.enqueue("model.preview.v1", payload, task -> task);

        await().atMost(LIMIT).until(() -> worker.ids("archived").contains(id));
        assertThat(worker.message(id)).contains(reason);
        assertThat(receiver.received()).hasSize(before);
    }

    static Stream<Arguments> unanswerable() {
        byte[] box = TestingModels.texturedBox();
        return Stream.of(
                Arguments.of("not cbor at all".getBytes(UTF_8), "payload"),
                Arguments.of(new byte[0], "payload"),
                Arguments.of(Payload.preview("x", box, Map.of("callback_url", Payload.ABSENT)), "callback_url"),
                Arguments.of(Payload.preview("ftp://example.com/", box, Map.of()), "callback_url"),
                Arguments.of(Payload.encode(List.of("a", "list")), "payload"));
    }

    private JsonNode failedCallback(byte[] payload) {
        return awaitFailed(worker.enqueue("model.preview.v1", payload, task -> task));
    }

    private JsonNode awaitFailed(String id) {
        int expected = receiver.received().size() + 1;
        await().atMost(LIMIT).until(() -> receiver.received().size() >= expected);
        JsonNode callback = Payload.decode(receiver.received().getLast().body());
        assertThat(callback.path("task_id").asText()).isEqualTo(id);
        assertThat(callback.path("status").asText()).isEqualTo("failed");
        await().atMost(ofSeconds(5)).until(() -> !worker.holds(id));
        return callback;
    }

    private void completesASoundTask(Duration limit) {
        int expected = receiver.received().size() + 1;
        worker.enqueue(
                "model.preview.v1",
                Payload.preview(receiver.url("/sound"), TestingModels.texturedBox(), Map.of()),
                task -> task);
        await().atMost(limit).until(() -> receiver.received().size() >= expected);
        assertThat(Payload.decode(receiver.received().getLast().body())
                        .path("status")
                        .asText())
                .isEqualTo("completed");
    }
}
