// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.avvyland.worker.egress.EgressGet;
import com.avvyland.worker.egress.EgressPolicy;
import com.avvyland.worker.egress.TestingEgress;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingSocketServer;
import com.avvyland.worker.testing.TestingSocketServer.Script;
import com.avvyland.worker.testing.TestingTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class HttpsReaderTest {

    private static final EgressPolicy LOOPBACK = new EgressPolicy(List.of("127.0.0.1/32"), false, false);
    private static final int MOST = 3 << 20;

    private static TestingTls tls;

    @BeforeAll
    static void makeCertificate() throws Exception {
        tls = TestingTls.of("ip:127.0.0.1");
    }

    @Test
    void readsWhatIsThere() throws IOException {
        try (var server = server(TestingSocketServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nmodel"))) {
            assertThat(read(server, LOOPBACK)).isEqualTo(Bytes.of("model".getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void readsABodyOfUnknownLength() throws IOException {
        try (var server = server(TestingSocketServer.answering(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nmodel\r\n0\r\n\r\n"))) {
            assertThat(read(server, LOOPBACK).length()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "301, true", "302, true", "400, true", "401, true", "403, true", "404, true", "410, true", "204, true",
        "206, true", "408, false", "425, false", "429, false", "500, false", "502, false", "503, false", "504, false",
    })
    void takesARefusalForGoodAndAnOutageForAWhile(int status, boolean permanent) throws IOException {
        try (var server =
                server(TestingSocketServer.answering("HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n".formatted(status)))) {
            TaskFailure failure = refused(server);

            assertThat(failure).hasMessage("input_model_url: %d (expected: 200)", status);
            assertThat(failure.code()).isEqualTo(permanent ? FailureCode.INVALID_PAYLOAD : FailureCode.STORAGE_FAILED);
            assertThat(failure.code().permanent()).isEqualTo(permanent);
        }
    }

    @Test
    void followsNoRedirect() throws IOException {
        try (var inner = new TestingSocketServer(TestingSocketServer.answering("HTTP/1.1 200 OK\r\n\r\n"));
                var server = server(TestingSocketServer.answering(
                        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d/\r\nContent-Length: 0\r\n\r\n"
                                .formatted(inner.port())))) {
            assertThat(refused(server)).hasMessage("input_model_url: 302 (expected: 200)");
            assertThat(inner.connections()).isZero();
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void dialsNoPrivateAddress() throws IOException {
        var strict = new EgressPolicy(List.of(), false, false);
        try (var server = server(TestingSocketServer.answering("HTTP/1.1 200 OK\r\n\r\n"));
                EgressGet egress = TestingEgress.get(strict, Duration.ofSeconds(5), tls.client())) {
            var reader = new HttpsReader(strict, egress);
            for (String host : List.of("127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.1")) {
                TaskFailure failure = catchThrowableOfType(
                        TaskFailure.class, () -> reader.read("https://%s:%d/a".formatted(host, server.port()), MOST));

                assertThat(failure.code()).as(host).isEqualTo(FailureCode.INVALID_PAYLOAD);
            }
            TaskFailure plain =
                    catchThrowableOfType(TaskFailure.class, () -> reader.read("http://example.com/a", MOST));
            assertThat(plain).hasMessage("input_model_url: http (expected: https)");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void dialsNoPrivateAddressThatANameStandsFor() throws IOException {
        var strict = new EgressPolicy(List.of(), false, false);
        try (EgressGet egress = TestingEgress.resolving(strict, "models.example.com", "10.0.0.1")) {
            TaskFailure failure = catchThrowableOfType(
                    TaskFailure.class,
                    () -> new HttpsReader(strict, egress).read("https://models.example.com/a.glb", MOST));

            assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PAYLOAD);
            assertThat(failure)
                    .hasMessage("input_model_url: models.example.com: not a public address (expected: a host that may"
                            + " be called)");
        }
    }

    @Test
    void waitsForANameThatHasNoAddressYet() throws IOException {
        var strict = new EgressPolicy(List.of(), false, false);
        try (EgressGet egress = TestingEgress.resolving(strict, "other.example.com", "10.0.0.1")) {
            TaskFailure failure = catchThrowableOfType(
                    TaskFailure.class,
                    () -> new HttpsReader(strict, egress).read("https://models.example.com/a.glb", MOST));

            assertThat(failure.code()).isEqualTo(FailureCode.STORAGE_FAILED);
        }
    }

    @Test
    void dropsABodyThatHasNoEnd() throws IOException {
        try (var server = server(TestingSocketServer.endless("HTTP/1.1 200 OK\r\n\r\n"))) {
            TaskFailure failure = refused(server);

            assertThat(failure.code()).isEqualTo(FailureCode.MODEL_TOO_LARGE);
        }
    }

    @Test
    void readsNothingOfABodyThatIsAnnouncedTooLarge() throws IOException {
        try (var server = server(
                TestingSocketServer.dripping("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n".formatted(MOST + 1)))) {
            assertThat(refused(server))
                    .hasMessage("input_model_url: %d bytes or more (expected: at most %d)", MOST + 1, MOST);
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found"})
    void leavesABodyThatIsNotWantedOrNotWhole(String statusLine) throws IOException {
        try (var server = server(TestingSocketServer.endless(statusLine + "\r\n\r\n"))) {
            assertThat(refused(server).code().permanent()).isTrue();
        }
    }

    @Test
    void callsABodyThatIsCutShortPassing() throws IOException {
        try (var server = server(TestingSocketServer.answering(
                "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\nhalf"))) {
            TaskFailure failure = refused(server);

            assertThat(failure).hasMessage("input_model_url: connection broke (expected: a model)");
            assertThat(failure.code()).isEqualTo(FailureCode.STORAGE_FAILED);
        }
    }

    @Test
    void callsAResetPassing() throws IOException {
        try (var server = server(TestingSocketServer.resetting())) {
            assertThat(refused(server).code()).isEqualTo(FailureCode.STORAGE_FAILED);
        }
    }

    @Test
    void callsACertificateOfSomebodyElsePassing() throws Exception {
        TestingTls other = TestingTls.of("ip:127.0.0.1");
        try (var server = new TestingSocketServer(
                TestingSocketServer.answering("HTTP/1.1 200 OK\r\n\r\n"),
                other.server().getServerSocketFactory())) {
            assertThat(refused(server).code()).isEqualTo(FailureCode.STORAGE_FAILED);
        }
    }

    @Test
    void endsABodyThatComesByteByByte() throws IOException {
        try (var server = server(TestingSocketServer.dripping("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"))) {
            assertThat(refused(server))
                    .hasMessage("input_model_url: not read in time (expected: within worker.model_url.timeout)")
                    .extracting(TaskFailure::code)
                    .isEqualTo(FailureCode.TIMEOUT);
        }
    }

    @Test
    void endsAHeadThatComesByteByByteAndOneThatNeverComes() throws IOException {
        for (Script script : List.of(
                TestingSocketServer.dripping("HTTP/1.1 200 OK\r\nX: "),
                TestingSocketServer.silent(),
                TestingSocketServer.deaf())) {
            try (var server = server(script)) {
                assertThat(refused(server).code()).isEqualTo(FailureCode.TIMEOUT);
            }
        }
    }

    @Test
    void keepsTheUrlOutOfEveryMessage() throws IOException {
        try (var server = server(TestingSocketServer.answering("HTTP/1.1 403 X\r\nContent-Length: 0\r\n\r\n"))) {
            assertThat(refused(server)).hasMessageNotContaining("signature").hasMessageNotContaining("127.0.0.1");
        }
    }

    private static TestingSocketServer server(Script script) throws IOException {
        return new TestingSocketServer(script, tls.server().getServerSocketFactory());
    }

    private static TaskFailure refused(TestingSocketServer server) {
        return catchThrowableOfType(TaskFailure.class, () -> read(server, LOOPBACK));
    }

    private static Bytes read(TestingSocketServer server, EgressPolicy policy) throws IOException {
        try (EgressGet egress = TestingEgress.get(policy, Duration.ofMillis(1500), tls.client())) {
            return new HttpsReader(policy, egress)
                    .read("https://127.0.0.1:%d/a.glb?signature=secret".formatted(server.port()), MOST);
        }
    }
}
