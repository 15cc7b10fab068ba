// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.egress.EgressPolicy;
import com.avvyland.worker.journal.FinishedResult;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingReceiver.Answer;
import com.avvyland.worker.testing.TestingReceiver.Received;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingSocketServer;
import com.avvyland.worker.testing.TestingTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallbackRouteIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final byte[] BODY = "\u0000binary\u00ff body".getBytes(StandardCharsets.ISO_8859_1);

    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static RedissonClient redisson;
    private static TestingCallbackRoutes routes;
    private static ProducerTemplate template;

    private TestingReceiver receiver;

    @BeforeAll
    static void start() throws Exception {
        Config config = new Config();
        config.useSingleServer().setAddress(REDIS.uri()).setConnectionMinimumIdleSize(1);
        redisson = Redisson.create(config);
        routes = new TestingCallbackRoutes(
                redisson, new EgressPolicy(List.of(), true, true), TIMEOUT, null, "callback.camel.yaml");
        routes.camel().start();
        template = routes.camel().createProducerTemplate();
    }

    @AfterAll
    static void stop() {
        routes.close();
        redisson.shutdown();
    }

    @BeforeEach
    void open() throws IOException {
        redisson.getKeys().flushdb();
        receiver = new TestingReceiver();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void endsTheTaskWhenTheReceiverAccepts(int status) {
        receiver.answer(status);
        Exchange ended = deliver(result(receiver.url("/cb")));

        assertThat(ended.getException()).isNull();
        assertThat(receiver.received()).hasSize(1);
        assertThat(kept()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
    void redeliversAndThenLeavesTheTaskToBeRetried(int status) {
        receiver.answer(status, status, status);
        Exchange ended = deliver(result(receiver.url("/cb")));

        assertThat(ended.getException())
                .isInstanceOf(DeliveryDelayedException.class)
                .hasMessage("callback: %d (expected: 2xx)", status);
        assertThat(receiver.received()).hasSize(3);
        assertThat(kept()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 304, 400, 401, 403, 404, 405, 409, 410, 413, 422, 451, 499})
    void archivesTheTaskWhenTheReceiverRefuses(int status) {
        receiver.answer(status);
        Exchange ended = deliver(result(receiver.url("/cb")));

        assertThat(ended.getException())
                .isInstanceOf(DeliveryRefusedException.class)
                .isInstanceOf(ArchivedTaskException.class)
                .hasMessage("callback: %d (expected: 2xx)", status);
        assertThat(receiver.received()).hasSize(1);
        assertThat(kept()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) throws IOException {
        try (TestingReceiver other = new TestingReceiver()) {
            receiver.answer(Answer.of(status).with("Location", other.url("/elsewhere")));
            Exchange ended = deliver(result(receiver.url("/cb")));

            assertThat(ended.getException()).isInstanceOf(DeliveryRefusedException.class);
            assertThat(receiver.received()).hasSize(1);
            assertThat(other.received()).isEmpty();
        }
    }

    @Test
    void deliversAgainByteByByte() {
        receiver.answer(503, 500, 200);
        Exchange ended = deliver(result(receiver.url("/cb?x=%2F&y=1")));

        assertThat(ended.getException()).isNull();
        assertThat(receiver.received()).hasSize(3).allSatisfy(received -> {
            assertThat(received.method()).isEqualTo("POST");
            assertThat(received.uri()).hasToString("/cb?x=%2F&y=1");
            assertThat(received.body()).isEqualTo(BODY);
            assertThat(received.headers())
                    .containsEntry("Content-Type", "application/cbor")
                    .containsEntry("Content-Length", Integer.toString(BODY.length))
                    .containsEntry("Idempotency-Key", "task-1")
                    .containsEntry(
                            "X-Model-Preview-Signature",
                            CallbackSignerTest.rfc2104(TestingCallbackRoutes.SECRET.bytes(), BODY))
                    .containsEntry(
                            "X-Model-Preview-Signature-Previous",
                            CallbackSignerTest.rfc2104(TestingCallbackRoutes.PREVIOUS.bytes(), BODY));
        });
    }

    @Test
    void sendsNoHeaderButThoseOfTheContract() {
        deliver(result(receiver.url("/cb")));

        assertThat(receiver.received())
                .singleElement()
                .satisfies(received -> assertThat(
                                received.headers().keySet().stream().map(name -> name.toLowerCase(Locale.ROOT)))
                        .containsExactlyInAnyOrder(
                                "content-type",
                                "content-length",
                                "idempotency-key",
                                "x-model-preview-signature",
                                "x-model-preview-signature-previous",
                                "traceparent",
                                "host",
                                "connection",
                                "user-agent"));
    }

    @Test
    void letsNothingOfAnAnswerIntoTheNextRequest() {
        receiver.answer(Answer.of(503)
                .with("CamelHttpUri", "http://127.0.0.1:1/")
                .with("CamelHttpPath", "/elsewhere")
                .with("CamelHttpMethod", "GET")
                .with("CamelRedeliveryDelay", "600000")
                .with("Set-Cookie", "session=1")
                .with("traceparent", "00-11111111111111111111111111111111-1111111111111111-01")
                .with("Authorization", "Bearer x"));
        Exchange ended = deliver(result(receiver.url("/cb")));

        assertThat(ended.getException()).isNull();
        assertThat(receiver.received()).hasSize(2).allSatisfy(received -> {
            assertThat(received.method()).isEqualTo("POST");
            assertThat(received.uri()).hasToString("/cb");
            assertThat(received.headers())
                    .doesNotContainKeys("Cookie", "Authorization")
                    .containsEntry("traceparent", TRACEPARENT);
        });
        assertThat(ended.getMessage().getHeaders())
                .doesNotContainKeys("Set-Cookie", "CamelHttpMethod", "CamelHttpUri", "CamelHttpResponseCode");
    }

    @Test
    void waitsLongerEachTime() {
        receiver.answer(503, 503);
        deliver(result(receiver.url("/cb")));

        assertThat(gap(0)).isBetween(Duration.ofMillis(75), Duration.ofMillis(900));
        assertThat(gap(1)).isBetween(Duration.ofMillis(225), Duration.ofMillis(1500));
    }

    @Test
    void waitsAsLongAsTheReceiverAsksAndBacksOffFromThere() {
        receiver.answer(Answer.of(429).with("Retry-After", "1"), Answer.of(503));
        deliver(result(receiver.url("/cb")));

        assertThat(gap(0)).isBetween(Duration.ofMillis(950), Duration.ofMillis(2000));
        assertThat(gap(1)).isBetween(Duration.ofMillis(2300), Duration.ofMillis(4500));
    }

    @Test
    void doesNotWaitLongerThanTheTimeout() {
        receiver.answer(
                Answer.of(200).after(Duration.ofSeconds(30)),
                Answer.of(200).after(Duration.ofSeconds(30)),
                Answer.of(200).after(Duration.ofSeconds(30)));
        Exchange ended = deliver(result(receiver.url("/cb")));

        assertThat(ended.getException())
                .isInstanceOf(DeliveryDelayedException.class)
                .hasMessage("callback: no answer in time (expected: 2xx)");
        assertThat(receiver.received()).hasSize(3);
    }

    static Stream<Arguments> faults() {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
        return Stream.of(
                Arguments.of(TestingSocketServer.answering(head + "half"), "connection broke"),
                Arguments.of(TestingSocketServer.answering(""), "connection broke"),
                Arguments.of(TestingSocketServer.answering("HTTP/1.1 2"), "connection broke"),
                Arguments.of(TestingSocketServer.resetting(), "connection broke"),
                Arguments.of(TestingSocketServer.silent(), "no answer in time"),
                Arguments.of(TestingSocketServer.dripping(head), "no answer in time"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void redeliversWhenTheConnectionFails(TestingSocketServer.Script script, String found) throws IOException {
        try (TestingSocketServer server = new TestingSocketServer(script)) {
            Exchange ended = deliver(result("http://127.0.0.1:%d/".formatted(server.port())));

            assertThat(ended.getException())
                    .isInstanceOf(DeliveryDelayedException.class)
                    .hasMessage("callback: %s (expected: 2xx)", found);
            assertThat(server.connections()).isEqualTo(3);
        }
        assertThat(kept()).isNotNull();
    }

    @Test
    void redeliversWhenNobodyListens() throws IOException {
        int port;
        try (TestingSocketServer server = new TestingSocketServer(TestingSocketServer.deaf())) {
            port = server.port();
        }
        assertThat(deliver(result("http://127.0.0.1:%d/".formatted(port))).getException())
                .isInstanceOf(DeliveryDelayedException.class)
                .hasMessage("callback: not connected (expected: 2xx)");
    }

    @Test
    void redeliversWhenTheReceiverSpeaksNoTls() throws IOException {
        try (TestingSocketServer server = new TestingSocketServer((socket, _) -> {
            var _ = socket.getInputStream().read();
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        })) {
            assertTlsFails("https://127.0.0.1:%d/".formatted(server.port()));
        }
    }

    @Test
    void redeliversWhenTheCertificateIsNotTrusted() throws Exception {
        try (TestingReceiver untrusted =
                new TestingReceiver(TestingTls.of("ip:127.0.0.1").server())) {
            assertTlsFails(untrusted.url("/cb"));
            assertThat(untrusted.received()).isEmpty();
        }
    }

    private static void assertTlsFails(String url) {
        assertThat(deliver(result(url)).getException())
                .isInstanceOf(DeliveryDelayedException.class)
                .hasMessage("callback: TLS failed (expected: 2xx)");
    }

    @Test
    void acceptsAnAnswerWithoutEndByItsStatus() throws IOException {
        try (TestingSocketServer server =
                new TestingSocketServer(TestingSocketServer.endless("HTTP/1.1 200 OK\r\n\r\n"))) {
            assertThat(deliver(result("http://127.0.0.1:%d/".formatted(server.port())))
                            .getException())
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/", "http://user@127.0.0.1/", "ftp://127.0.0.1/", "nonsense"})
    void archivesTheTaskWhenTheUrlMayNotBeCalled(String url) {
        assertThat(deliver(result(url)).getException())
                .isInstanceOf(DeliveryRefusedException.class)
                .hasMessageStartingWith("callback_url: ");
    }

    @Test
    void archivesTheTaskWhoseLastRetryHasFailedOnceItsReceiverKnows() {
        FinishedResult failed = new FinishedResult(
                "task-1", "model.preview.v1", receiver.url("/cb"), Bytes.of(BODY), "render_failed: page: crashed");
        Exchange ended = deliver(failed);

        assertThat(ended.getException())
                .isExactlyInstanceOf(ArchivedTaskException.class)
                .hasMessage("render_failed: page: crashed");
        assertThat(receiver.received()).hasSize(1);
        assertThat(kept()).isNull();
    }

    @Test
    void keepsTheResultBeforeTheFirstPost() {
        receiver.answer(Answer.of(500).after(Duration.ofMillis(1)));
        receiver.answer(404);
        deliver(result(receiver.url("/cb")));
        assertThat(kept()).isEqualTo(result(receiver.url("/cb")));
    }

    private static FinishedResult result(String url) {
        return new FinishedResult("task-1", "model.preview.v1", url, Bytes.of(BODY), null);
    }

    private static @Nullable FinishedResult kept() {
        return routes.results().find("q", "task-1", "mark");
    }

    private static Exchange deliver(FinishedResult result) {
        return template.request("direct:callback", exchange -> {
            exchange.getMessage().setBody(result);
            exchange.getMessage()
                    .setHeaders(new HashMap<>(Map.of(
                            "CamelAsynqQueue", "q",
                            "CamelAsynqTaskId", "task-1",
                            "CamelAsynqTaskType", "model.preview.v1",
                            "CamelRedeliveryCounter", 7,
                            "CamelHttpPath", "/hostile",
                            "CamelHttpQuery", "hostile=1",
                            "Authorization", "Bearer of an earlier call",
                            "Cookie", "c=1",
                            "traceparent", TRACEPARENT)));
            exchange.setVariable("payload", "mark");
        });
    }

    private Duration gap(int first) {
        List<Received> received = receiver.received();
        return Duration.ofNanos(
                received.get(first + 1).at() - received.get(first).at());
    }
}
