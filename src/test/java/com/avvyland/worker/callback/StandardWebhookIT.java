// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.avvyland.worker.egress.EgressConnections;
import com.avvyland.worker.egress.EgressPolicy;
import com.avvyland.worker.journal.FinishedResult;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.testing.TestingNode;
import com.avvyland.worker.testing.TestingReceiver.Received;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends from the real route what the standard's own libraries then verify. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandardWebhookIT extends CallbackDeliveryBase {

    private static final List<byte[]> KEYS =
            List.of(TestingCallbackRoutes.SECRET.bytes(), TestingCallbackRoutes.PREVIOUS.bytes());
    private static final AtomicLong LATER = new AtomicLong();

    private static TestingCallbackRoutes standard;
    private static ProducerTemplate sender;

    @BeforeAll
    static void startStandard() throws Exception {
        var policy = new EgressPolicy(List.of(), true, true);
        InstantSource clock = () -> Instant.now().plusSeconds(LATER.getAndAdd(20));
        standard = new TestingCallbackRoutes(
                redisson,
                policy,
                EgressConnections.open(policy, TIMEOUT),
                TIMEOUT,
                new StandardWebhook(TestingCallbackRoutes.SECRET, TestingCallbackRoutes.PREVIOUS, clock),
                null,
                "callback.camel.yaml");
        standard.camel().start();
        sender = standard.camel().createProducerTemplate();
    }

    @AfterAll
    static void stopStandard() {
        standard.close();
    }

    @BeforeEach
    void noTimeHasPassed() {
        LATER.set(0);
    }

    @Test
    void keepsTheIdAndRenewsTheTimeWithEveryAttempt() {
        receiver.answer(503, 503);
        send("task.1", "text");

        List<Received> received = receiver.received();
        assertThat(received).hasSize(3).allSatisfy(attempt -> {
            assertThat(attempt.headers())
                    .containsEntry("webhook-id", "task%2E1")
                    .containsEntry("idempotency-key", "task.1");
            assertThat(attempt.headers()).containsKey("X-Model-Preview-Signature");
        });
        long first = Long.parseLong(header(received.getFirst(), "webhook-timestamp"));
        assertThat(Long.parseLong(header(received.getLast(), "webhook-timestamp")) - first)
                .isBetween(40L, 60L);
        assertThat(received.stream().map(attempt -> header(attempt, "webhook-signature")))
                .doesNotHaveDuplicates();
    }

    @Test
    void javasLibraryVerifiesATextByEitherSecret() throws Exception {
        Received sent = send("task-1", "a text, ü");
        Map<String, List<String>> headers = new HashMap<>();
        sent.headers().forEach((name, value) -> headers.put(name, List.of(value)));

        for (byte[] key : KEYS) {
            Webhook library = new Webhook(key);
            assertThatCode(() -> library.verify("a text, ü", headers)).doesNotThrowAnyException();
            assertThatExceptionOfType(WebhookVerificationException.class)
                    .isThrownBy(() -> library.verify("a text, u", headers));
        }
        Webhook stranger = new Webhook(new byte[] {1});
        assertThatExceptionOfType(WebhookVerificationException.class)
                .isThrownBy(() -> stranger.verify("a text, ü", headers));
    }

    /** npm's decodes the body as UTF-8 before it signs: a binary body it can only refuse, as docs/callbacks.md says. */
    @Test
    void javascriptsLibraryVerifiesATextAndCannotReadABinaryBody() throws Exception {
        TestingNode node = TestingNode.install("webhooks");
        Received text = send("task-1", "a text, ü");
        forget();
        Received binary = send("task-1", BODY);

        for (byte[] key : KEYS) {
            assertThat(node.output("verify.mjs", job(key, text, text.body()))).isEqualTo("accepted");
            assertThat(node.output("verify.mjs", job(key, text, "forged".getBytes(StandardCharsets.UTF_8))))
                    .isEqualTo("refused");
            assertThat(node.output("verify.mjs", job(key, binary, binary.body())))
                    .isEqualTo("refused");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gosLibraryVerifiesAnyBody(boolean binary) throws Exception {
        Path verifier = buildGo();
        Received sent = binary ? send("task-1", BODY) : send("task-1", "a text, ü");
        byte[] forged = sent.body().clone();
        forged[0] ^= 1;

        for (byte[] key : KEYS) {
            assertThat(run(verifier, job(key, sent, sent.body()))).isEqualTo("accepted");
            assertThat(run(verifier, job(key, sent, forged))).isEqualTo("refused");
        }
        assertThat(run(verifier, job(new byte[] {1}, sent, sent.body()))).isEqualTo("refused");
    }

    private Received send(String taskId, String body) {
        return send(taskId, body.getBytes(StandardCharsets.UTF_8));
    }

    private Received send(String taskId, byte[] body) {
        var result = new FinishedResult(taskId, "model.preview.v1", receiver.url("/"), Bytes.of(body), null);
        sender.request("direct:callback", exchange -> {
            exchange.getMessage().setBody(result);
            exchange.getMessage().setHeaders(new HashMap<>(Map.of("CamelAsynqQueue", "q", "CamelAsynqTaskId", taskId)));
            exchange.setVariable("payload", "mark");
        });
        return receiver.received().getLast();
    }

    private static String header(Received received, String name) {
        return received.headers().getOrDefault(name, "");
    }

    private static String job(byte[] key, Received sent, byte[] body) throws Exception {
        return new ObjectMapper()
                .writeValueAsString(Map.of(
                        "key", HexFormat.of().formatHex(key),
                        "body", HexFormat.of().formatHex(body),
                        "headers", sent.headers()));
    }

    private static Path buildGo() throws Exception {
        boolean present = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "go")));
        assumeTrue(present, "go: not on PATH (expected: Go 1.24 or later, to verify by the standard's Go library)");
        Path binary = Path.of("target", "webhookpeer").toAbsolutePath();
        Process build = new ProcessBuilder("go", "build", "-o", binary.toString(), ".")
                .directory(new File("src/test/webhooks-go"))
                .redirectErrorStream(true)
                .start();
        String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(build.waitFor() == 0, "go: the standard's library can't be built: " + output.strip());
        return binary;
    }

    private static String run(Path program, String job) throws Exception {
        Process process = new ProcessBuilder(program.toString(), job)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
