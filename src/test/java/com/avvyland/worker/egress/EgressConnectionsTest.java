// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EgressConnectionsTest {

    private final TestingDns dns = TestingDns.hostile();

    private TestingListener listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new TestingListener();
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @Test
    void neverConnectsToWhereAHostileUrlPoints() throws IOException {
        assertThat(HostileUrls.ALL).hasSizeGreaterThanOrEqualTo(80).doesNotHaveDuplicates();
        EgressPolicy policy = policy(List.of());
        try (CloseableHttpClient client = client(policy)) {
            for (String template : HostileUrls.ALL) {
                String url = template.replace("PORT", Integer.toString(listener.port()));
                boolean called;
                try {
                    post(client, policy.vet("callback_url", url));
                    called = true;
                } catch (TaskFailure | IOException e) {
                    called = false;
                }
                assertThat(called).as(url).isFalse();
            }
        }
        assertNobodyCame();
    }

    @Test
    void keepsTheSecondWallWhereTheFirstIsMissing() throws IOException {
        try (CloseableHttpClient client = client(policy(List.of()))) {
            for (String template : HostileUrls.ALL) {
                try {
                    post(client, new URI(template.replace("PORT", Integer.toString(listener.port()))));
                } catch (IOException | URISyntaxException | RuntimeException e) {
                    continue;
                }
                assertThat(template).as("called").isEmpty();
            }
        }
        assertNobodyCame();
    }

    @Test
    void dialsTheAddressThatWasCheckedAndNoOther() throws IOException {
        EgressPolicy policy = policy(List.of("127.0.0.2/32"));
        dns.answer("rebinding.test", "127.0.0.2").answer("rebinding.test", "127.0.0.1");
        URI url = policy.vet("callback_url", "http://rebinding.test:%d/".formatted(listener.port()));
        try (CloseableHttpClient client = client(policy)) {
            post(client, url);
            assertThat(dns.questions()).isEqualTo(1);
            assertThatExceptionOfType(RefusedAddressException.class)
                    .isThrownBy(() -> post(client, url))
                    .withMessage("rebinding.test: not a public address (expected: a host that may be called)");
        }
        assertThat(listener.reached()).containsExactly(InetAddress.ofLiteral("127.0.0.2"));
    }

    @Test
    void leavesOutTheForbiddenOnesOfSeveralAddresses() throws IOException {
        dns.answer("mixed.test", "127.0.0.1", "93.184.216.34", "::1", "10.0.0.1");
        GuardedResolver resolver = new GuardedResolver(new EgressPolicy(List.of(), false, false), dns);
        assertThat(resolver.resolve("mixed.test")).containsExactly(InetAddress.ofLiteral("93.184.216.34"));
    }

    @Test
    void speaksTlsWithAReceiverWhoseCertificateIsItsOwn() throws Exception {
        dns.answer("receiver.test", "127.0.0.1").answer("impostor.test", "127.0.0.1");
        TestingTls tls = TestingTls.of("dns:receiver.test");
        EgressPolicy policy = new EgressPolicy(List.of("127.0.0.1"), false, false);
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(EgressConnections.open(policy, Duration.ofSeconds(2), dns, tls.client()));
        new EgressClient(Duration.ofSeconds(5), 1024).configureHttpClient(builder);
        try (TestingReceiver receiver = new TestingReceiver(tls.server());
                CloseableHttpClient client = builder.build()) {
            String url = receiver.url("/cb");
            post(client, policy.vet("u", url.replace("127.0.0.1", "receiver.test")));
            assertThat(receiver.received()).hasSize(1);

            URI impostor = policy.vet("u", url.replace("127.0.0.1", "impostor.test"));
            assertThatExceptionOfType(SSLException.class).isThrownBy(() -> post(client, impostor));
            assertThat(receiver.received()).hasSize(1);
        }
    }

    private EgressPolicy policy(List<String> hosts) {
        return new EgressPolicy(hosts, true, false, Set.of(80, 443, listener.port()));
    }

    private CloseableHttpClient client(EgressPolicy policy) {
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(EgressConnections.open(policy, Duration.ofSeconds(2), dns, null));
        new EgressClient(Duration.ofSeconds(5), 1024).configureHttpClient(builder);
        return builder.build();
    }

    private static void post(CloseableHttpClient client, URI url) throws IOException {
        client.execute(HttpHost.create(url), new HttpPost(url), response -> null);
    }

    /** The backlog is served in order: once this connection is there, all earlier ones are. */
    private void assertNobodyCame() throws IOException {
        EgressPolicy open = new EgressPolicy(List.of("127.0.0.3/32"), true, false);
        try (CloseableHttpClient client = client(open)) {
            post(client, URI.create("http://127.0.0.3:%d/".formatted(listener.port())));
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> !listener.reached().isEmpty());
        assertThat(listener.reached()).containsExactly(InetAddress.ofLiteral("127.0.0.3"));
    }
}
