// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.camelcli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.QueueInfo;
import com.avvyland.worker.asynq.redis.JedisRedis;
import com.avvyland.worker.asynq.redis.RedisLocation;
import com.avvyland.worker.provider.kie.TestingKie;
import com.avvyland.worker.provider.openai.TestingOpenAi;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingReceiver.Answer;
import com.avvyland.worker.testing.TestingReceiver.Received;
import com.avvyland.worker.testing.TestingRedis;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs the routes with {@code camel run --dev}: one process for all tests, which the last one stops. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CamelJBangIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    @TempDir
    static Path folder;

    private static final String QUEUE = "camel_cli";
    private static final String SECRET = "signing-secret-of-camel-cli";
    private static final String OPENAI_LINE =
            "              - to: kamelet:openai-understand-image-action/openai-understand-image\n";
    private static final String KIE_LINE =
            "              - to: kamelet:kie-understand-image-action/kie-understand-image\n";

    private static final CBORMapper CBOR = new CBORMapper();
    private static final TestingOpenAi OPENAI = new TestingOpenAi();
    private static final TestingKie KIE = new TestingKie();
    private static JedisRedis redis;
    private static CamelCli camel;

    @BeforeAll
    static void start() throws IOException {
        CamelCli.prepare(folder);
        Files.writeString(folder.resolve("config.yaml"), """
                previews: {angles: [right], width: 128, height: 128}
                worker: {providers: {kie: {upload_url: "%s/uploads"}}}
                """.formatted(KIE.url()));
        Map<String, String> environment = new HashMap<>(Map.of(
                "REDIS_ADDRESS",
                "127.0.0.1:" + REDIS.port(),
                "MODEL_PREVIEW_QUEUE_NAME",
                QUEUE,
                "MODEL_PREVIEW_WORKER_SHUTDOWN_TIMEOUT",
                "13s",
                "MODEL_PREVIEW_CALLBACK_SECRET",
                SECRET,
                "MODEL_PREVIEW_CALLBACK_ALLOW_HTTP",
                "true",
                "MODEL_PREVIEW_CALLBACK_ALLOW_PRIVATE",
                "true",
                "OPENAI_API_KEY",
                TestingOpenAi.KEY,
                "OPENAI_BASE_URL",
                OPENAI.url() + "/v1",
                "KIE_API_KEY",
                TestingKie.KEY,
                "KIE_BASE_URL",
                KIE.url()));
        redis = JedisRedis.connect(RedisLocation.parse(REDIS.uri()), null, 2);
        camel = CamelCli.run(folder, environment, "--dev", "--name=avvy-worker");
    }

    @AfterAll
    static void stop() {
        camel.close();
        redis.close();
        OPENAI.close();
        KIE.close();
    }

    @Test
    @Order(1)
    void runsATaskFromRedisToASignedCallbackAsEnvironmentAndFileSay() throws Exception {
        try (TestingReceiver receiver = new TestingReceiver()) {
            String id = enqueue("#112233", receiver);

            Received callback = callback(receiver);

            JsonNode body = CBOR.readTree(callback.body());
            assertThat(body.path("status").asText())
                    .as(body.path("error").asText())
                    .isEqualTo("completed");
            assertThat(body.path("task_id").asText()).isEqualTo(id);
            assertThat(body.path("previews").findValuesAsText("angle")).containsExactly("right");
            assertThat(body.at("/metadata/geometry/triangles").asInt()).isEqualTo(12);
            assertThat(callback.headers()).containsEntry("x-model-preview-signature", hmac(callback.body()));
            await().atMost(ofSeconds(5)).until(() -> queue().size() == 0);
        }
    }

    @Test
    @Order(2)
    void asksTheProviderWhoseLineIsMovedUpWithoutARestart() throws Exception {
        Path providers = folder.resolve("routes/providers.camel.yaml");
        String shipped = Files.readString(providers);
        assertThat(shipped).contains(OPENAI_LINE, KIE_LINE);
        assertThat(source("#223344")).isEqualTo("openai");

        Files.writeString(providers, shipped.replace(KIE_LINE, "").replace(OPENAI_LINE, KIE_LINE + OPENAI_LINE));
        awaitLine("Routes reloaded summary (total:5 started:5)");

        int asked = KIE.calls().size();
        assertThat(source("#334455")).as(() -> String.join("\n", camel.lines())).isEqualTo("kie");
        assertThat(KIE.calls()).hasSizeGreaterThan(asked);
    }

    @Test
    @Order(3)
    void goesOnWithTheRoutesItHasWhenASavedFileIsBroken() throws Exception {
        Files.writeString(folder.resolve("routes/providers.camel.yaml"), "typo: {[\n", StandardOpenOption.APPEND);
        awaitLine("Error reloading routes from file: routes/providers.camel.yaml");

        assertThat(source("#445566")).isEqualTo("kie");
    }

    @Test
    @Order(4)
    void showsItsRoutesToTheCli() throws Exception {
        List<String> routes = CamelCli.ask(folder, "get", "route", Long.toString(camel.pid()));

        assertThat(routes)
                .anySatisfy(line -> assertThat(line).contains("avvy-worker", "intake", "asynq://" + QUEUE, "Started"))
                .anySatisfy(line -> assertThat(line).contains("understand-image", "Started"));
    }

    @Test
    @Order(5)
    void printsNoSecret() {
        assertThat(String.join("\n", camel.lines()))
                .contains("avvy-worker")
                .doesNotContain(SECRET, TestingOpenAi.KEY, TestingKie.KEY);
    }

    /** Under {@code --dev} the CLI alone would give running tasks 10 s. */
    @Test
    @Order(6)
    void finishesWhatItCanWithinItsOwnTimeoutRequeuesTheRestAndLeavesNoProcessWhenStopped() throws Exception {
        try (TestingReceiver quick = new TestingReceiver().answer(Answer.of(200).after(ofSeconds(11)));
                TestingReceiver slow =
                        new TestingReceiver().answer(Answer.of(200).after(ofSeconds(25)))) {
            enqueue("#667788", slow);
            callback(slow);
            enqueue("#556677", quick);
            callback(quick);
            Collection<ProcessHandle> children = camel.children();
            assertThat(children).isNotEmpty();

            camel.sigterm();
            camel.await(ofSeconds(40));

            QueueInfo left = queue();
            assertThat(left.pending()).as("the rest").isEqualTo(1);
            assertThat(left.size()).as("all that is left").isEqualTo(1);
            await().atMost(ofSeconds(5)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    private static String source(String colour) throws Exception {
        try (TestingReceiver receiver = new TestingReceiver()) {
            enqueue(colour, receiver);
            return CBOR.readTree(callback(receiver).body())
                    .at("/metadata/source")
                    .asText();
        }
    }

    /** Each picture has a colour of its own: a reading of the same pictures would be found in the journal. */
    private static String enqueue(String colour, TestingReceiver receiver) throws IOException {
        byte[] payload = CBOR.writeValueAsBytes(Map.of(
                "model_hash", "hash" + colour,
                "callback_url", receiver.url("/callback"),
                "input_format", ".glb",
                "input_model", TestingModels.texturedBox(),
                "preview", Map.of("background", colour)));
        return new AsynqClient(redis, Clock.systemUTC())
                .enqueue(NewTask.of("model.preview.v1")
                        .queue(QUEUE)
                        .payload(ByteBuffer.wrap(payload))
                        .build())
                .id();
    }

    private static Received callback(TestingReceiver receiver) {
        await().atMost(ofSeconds(45))
                .failFast("camel run: ended", () -> {
                    assertThat(camel.alive())
                            .as(() -> String.join("\n", camel.lines()))
                            .isTrue();
                })
                .until(() -> !receiver.received().isEmpty());
        return receiver.received().getFirst();
    }

    private static void awaitLine(String part) {
        await().atMost(ofSeconds(30)).until(() -> camel.lines().stream().anyMatch(line -> line.contains(part)));
    }

    private static QueueInfo queue() {
        return new Inspector(redis, Clock.systemUTC()).queue(QUEUE);
    }

    private static String hmac(byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body));
    }
}
