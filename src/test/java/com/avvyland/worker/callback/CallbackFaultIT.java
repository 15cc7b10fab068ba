// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingSocketServer;
import com.avvyland.worker.testing.TestingTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can go wrong between here and the receiver. */
class CallbackFaultIT extends CallbackDeliveryBase {

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
}
