// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.avvyland.worker.testing.TestingSocketServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AttemptLimitsTest {

    private static final Duration LIMIT = Duration.ofMillis(600);
    private static final int MOST_READ = 64 << 10;

    private PoolingHttpClientConnectionManager connections;
    private CloseableHttpClient client;

    @BeforeEach
    void open() {
        connections =
                EgressConnections.open(new EgressPolicy(List.of("127.0.0.1"), true, false), Duration.ofSeconds(10));
        HttpClientBuilder builder = HttpClientBuilder.create().setConnectionManager(connections);
        new EgressClient(LIMIT, MOST_READ).configureHttpClient(builder);
        client = builder.build();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
    }

    @Test
    void givesUpOnAPeerThatAnswersOneByteAtATime() throws IOException {
        assertTimesOut(TestingSocketServer.dripping("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n"), 10);
    }

    @Test
    void givesUpOnAPeerThatSendsItsHeadOneByteAtATime() throws IOException {
        assertTimesOut(TestingSocketServer.dripping("HTTP/1.1 200 OK\r\nX-Long: "), 10);
    }

    @Test
    void givesUpOnAPeerThatDoesNotAnswer() throws IOException {
        assertTimesOut(TestingSocketServer.silent(), 10);
    }

    @Test
    void givesUpOnAPeerThatDoesNotReadTheRequest() throws IOException {
        assertTimesOut(TestingSocketServer.deaf(), 64 << 20);
    }

    @Test
    void takesTheStatusOfAnAnswerWithoutEndAndDropsTheRest() throws IOException {
        try (TestingSocketServer server =
                new TestingSocketServer(TestingSocketServer.endless("HTTP/1.1 201 Created\r\n\r\n"))) {
            assertThat(post(server, 10)).isEqualTo(201);
        }
        assertThat(connections.getTotalStats().getAvailable()).isZero();
        assertThat(connections.getTotalStats().getLeased()).isZero();
    }

    @Test
    void reportsAnAnswerThatBreaksOff() throws IOException {
        try (TestingSocketServer server = new TestingSocketServer(
                TestingSocketServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> post(server, 10))
                    .isNotInstanceOf(InterruptedIOException.class);
        }
    }

    @Test
    void refusesAHeadWithoutEnd() throws IOException {
        try (TestingSocketServer server =
                new TestingSocketServer(TestingSocketServer.endless("HTTP/1.1 200 OK\r\nX-Long: "))) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> post(server, 10));
        }
    }

    private void assertTimesOut(TestingSocketServer.Script script, int bodyLength) throws IOException {
        try (TestingSocketServer server = new TestingSocketServer(script)) {
            // Of a peer that is merely silent the socket's own timeout may be the first to speak; it is one, too.
            assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(() -> post(server, bodyLength));
        }
        assertThat(connections.getTotalStats().getLeased()).isZero();
    }

    private int post(TestingSocketServer server, int bodyLength) throws IOException {
        URI url = URI.create("http://127.0.0.1:%d/".formatted(server.port()));
        HttpPost request = new HttpPost(url);
        request.setEntity(new ByteArrayEntity(new byte[bodyLength], ContentType.APPLICATION_OCTET_STREAM));
        return client.execute(HttpHost.create(url), request, response -> response.getCode());
    }
}
