// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.testing.TestingReceiver.Received;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends the examples of docs/callbacks.md real callbacks from the real route, and forged ones. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VerifyExamplesIT extends CallbackDeliveryBase {

    private static final String CURRENT = TestingCallbackRoutes.SECRET.reveal();
    private static final String PREVIOUS = TestingCallbackRoutes.PREVIOUS.reveal();
    private static final String SIGNATURE = "X-Model-Preview-Signature";

    @ParameterizedTest
    @ValueSource(strings = {"go", "node", "webcrypto", "python"})
    void acceptsACallbackOnceWhicheverSecretItKnows(String language) throws Exception {
        for (String[] known : new String[][] {{CURRENT}, {PREVIOUS}, {"newer", CURRENT}, {CURRENT, PREVIOUS}}) {
            forget();
            try (TestingExample example = TestingExample.start(language, known)) {
                assertThat(deliver(result(example.url())).getException()).isNull();
                assertThat(example.line("accepted")).isEqualTo("task-1");
                assertThat(deliver(result(example.url())).getException()).isNull();
                assertThat(example.line("again")).isEqualTo("task-1");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"go", "node", "webcrypto", "python"})
    void refusesACallbackByASecretThatItDoesNotKnow(String language) throws Exception {
        try (TestingExample example = TestingExample.start(language, "another secret")) {
            Exchange ended = deliver(result(example.url()));

            assertThat(ended.getException())
                    .isInstanceOf(DeliveryRefusedException.class)
                    .hasMessage("callback: 401 (expected: 2xx)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"go", "node", "webcrypto", "python"})
    void refusesWhatWasTamperedWithAndStillAcceptsWhatWasNot(String language) throws Exception {
        deliver(result(receiver.url("/")));
        Received sent = receiver.received().getFirst();
        byte[] forged = sent.body().clone();
        forged[forged.length - 1] ^= 1;
        String signature = sent.headers().getOrDefault(SIGNATURE, "");

        try (TestingExample example = TestingExample.start(language, CURRENT)) {
            assertThat(post(example, forged, Map.of(SIGNATURE, signature))).isEqualTo(401);
            assertThat(post(example, new byte[0], Map.of(SIGNATURE, signature))).isEqualTo(401);
            assertThat(post(example, sent.body(), Map.of())).isEqualTo(401);
            for (String broken : new String[] {
                signature.substring(2),
                signature + "00",
                "0".repeat(64),
                signature.substring(0, 63) + "g",
                "sha256=" + signature,
                CallbackSignerTest.rfc2104(new byte[] {0}, sent.body())
            }) {
                assertThat(post(example, sent.body(), Map.of(SIGNATURE, broken)))
                        .as(broken)
                        .isEqualTo(401);
            }
            assertThat(post(
                            example,
                            sent.body(),
                            Map.of(SIGNATURE, "0".repeat(64), SIGNATURE + "-Previous", signature)))
                    .isEqualTo(204);
            assertThat(example.line("accepted")).isEqualTo("other");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"go", "node", "webcrypto", "python"})
    void takesNoBodyThatIsTooLarge(String language) throws Exception {
        try (TestingExample example = TestingExample.start(language, CURRENT);
                Socket socket =
                        new Socket("127.0.0.1", URI.create(example.url()).getPort())) {
            socket.getOutputStream().write("""
                    POST /callback HTTP/1.1\r
                    Host: receiver\r
                    Content-Length: %d\r
                    \r
                    """.formatted(1L << 40).getBytes(StandardCharsets.US_ASCII));
            Thread writer = Thread.startVirtualThread(() -> fill(socket));

            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .endsWith(" 413");
            socket.close();
            writer.join();
        }
    }

    /** Write up to one byte past the limit of the examples; who answers earlier may hang up. */
    private static void fill(Socket socket) {
        byte[] chunk = new byte[1 << 20];
        try {
            for (int i = 0; i < 64; i++) {
                socket.getOutputStream().write(chunk);
            }
            socket.getOutputStream().write(0);
        } catch (IOException e) {
            // Hung up.
        }
    }

    private static int post(TestingExample example, byte[] body, Map<String, String> signatures) throws Exception {
        Map<String, String> headers = new TreeMap<>(signatures);
        headers.put("Idempotency-Key", "other");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(example.url())).POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }
}
