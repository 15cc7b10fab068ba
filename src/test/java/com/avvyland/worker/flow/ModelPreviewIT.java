// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingReceiver.Received;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingTetrahedron;
import com.avvyland.worker.testing.TestingWorker;
import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPreviewIT {

    private static final String TYPE = "model.preview.v1";

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private TestingReceiver receiver;
    private TestingWorker worker;

    @BeforeEach
    void start() throws IOException {
        receiver = new TestingReceiver();
        worker = new TestingWorker(
                REDIS, Map.of("MODEL_PREVIEW_WORKER_CONFIG", "src/test/resources/flow/one-attempt.yaml"));
    }

    @AfterEach
    void stop() {
        worker.close();
        receiver.close();
    }

    @Test
    void answersATaskWithItsPreviewsAndMetadataUnderASignature() throws Exception {
        String id = enqueue(Map.of(), task -> task);

        Received callback = callback(1);
        JsonNode body = Payload.decode(callback.body());
        assertThat(body.path("status").asText()).isEqualTo("completed");
        assertThat(body.path("task_id").asText()).isEqualTo(id);
        assertThat(body.path("model_hash").asText()).isEqualTo("hash-1");
        assertThat(body.has("error")).isFalse();
        assertThat(body.path("metadata").path("source").asText()).isEqualTo("geometry");
        assertThat(body.path("metadata").path("geometry").path("triangles").asInt())
                .isEqualTo(12);
        assertThat(body.path("previews").findValuesAsText("angle")).containsExactly("front", "three_quarter");
        for (JsonNode preview : body.path("previews")) {
            BufferedImage image =
                    ImageIO.read(new ByteArrayInputStream(preview.path("bytes").binaryValue()));
            assertThat(image.getWidth()).isEqualTo(128);
            assertThat(image.getRGB(0, 0) >>> 24).as("alpha of a corner").isZero();
            assertThat(image.getRGB(64, 64) >>> 24).as("alpha of the middle").isEqualTo(255);
        }
        assertThat(callback.headers())
                .containsEntry("content-type", "application/cbor")
                .containsEntry("idempotency-key", id)
                .containsEntry("x-model-preview-signature", hmac(callback.body()));
        await().atMost(ofSeconds(5)).until(() -> !worker.holds(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {".stl", ".obj"})
    void answersATaskWithAModelOfAnotherFormat(String format) {
        byte[] file = format.equals(".stl") ? TestingTetrahedron.stl() : TestingTetrahedron.obj();
        worker.enqueue(
                TYPE, Payload.preview(receiver.url("/callback"), file, Map.of("input_format", format)), task -> task);

        JsonNode body = Payload.decode(callback(1).body());

        assertThat(body.path("status").asText()).as(body.path("error").asText()).isEqualTo("completed");
        JsonNode geometry = body.path("metadata").path("geometry");
        assertThat(geometry.path("triangles").asInt()).isEqualTo(4);
        // 3 along the second axis, 2 along the third: y is up in an OBJ, z in an STL.
        assertThat(geometry.path("bounds_max").get(1).asDouble()).isEqualTo(format.equals(".stl") ? 2 : 3);
        assertThat(body.path("previews")).hasSize(2);
    }

    @Test
    void sendsTheKeptBodyAgainWithoutRenderingAgain() {
        receiver.answer(503);
        String id = enqueue(Map.of(), task -> task);

        await().atMost(ofSeconds(30)).until(() -> worker.ids("retry").contains(id));
        long rendered = worker.rendered();
        worker.retryNow(id);

        byte[] second = callback(2).body();
        assertThat(second).isEqualTo(receiver.received().getFirst().body());
        assertThat(worker.rendered()).isEqualTo(rendered).isEqualTo(1);
        await().atMost(ofSeconds(5)).until(() -> !worker.holds(id));
    }

    @Test
    void archivesATaskWhoseReceiverRefusesItsAnswer() {
        receiver.answer(410);
        String id = enqueue(Map.of(), task -> task);

        await().atMost(ofSeconds(30)).until(() -> worker.ids("archived").contains(id));
        assertThat(worker.message(id)).contains("callback: 410 (expected: 2xx)");
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void answersATypeThatIsToComeAsFailed() {
        String id = worker.enqueue(
                "model.projection.step.v1",
                Payload.preview(receiver.url("/"), TestingModels.texturedBox(), Map.of()),
                task -> task);

        Received callback = callback(1);
        assertThat(Payload.decode(callback.body()).path("error_code").asText()).isEqualTo("invalid_payload");
        assertThat(callback.headers()).containsKey("x-model-projection-signature");
        await().atMost(ofSeconds(5)).until(() -> !worker.holds(id));
    }

    private String enqueue(Map<String, Object> more, UnaryOperator<NewTask.Builder> options) {
        return worker.enqueue(
                TYPE, Payload.preview(receiver.url("/callback"), TestingModels.texturedBox(), more), options);
    }

    private Received callback(int number) {
        await().atMost(ofSeconds(60)).until(() -> receiver.received().size() >= number);
        return receiver.received().get(number - 1);
    }

    private static String hmac(byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(TestingWorker.SECRET.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body));
    }
}
