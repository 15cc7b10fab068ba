// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.avvyland.worker.asynq.testing.TestingRedisNode;
import com.avvyland.worker.asynq.testing.TestingTlsPeer;
import com.avvyland.worker.testing.TestingAuthority;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connects over TLS to a Redis whose certificate an authority made now has signed for 127.0.0.1 only. */
class TlsIT {

    private static TestingAuthority authority;
    private static @Nullable TestingRedisNode node;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        authority = new TestingAuthority();
        TestingAuthority.Identity identity = authority.identity("ip:127.0.0.1");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try {
            node = TestingRedisNode.start(
                    "tls-port " + port,
                    "tls-cert-file " + identity.certificate(),
                    "tls-key-file " + identity.key(),
                    "tls-ca-cert-file " + authority.certificate(),
                    "tls-auth-clients no");
        } catch (IllegalStateException e) {
            assumeTrue(false, "redis: built without TLS (expected: a redis-server on this machine that has it)");
        }
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    private static TestingRedisNode server() {
        return Objects.requireNonNull(node);
    }

    private static String run(TestingAuthority trusted, String what, String host) throws Exception {
        return TestingTlsPeer.run(trusted, what, "rediss://" + host + ":" + port, server().port());
    }

    @Test
    void doesEverythingWithATrustedServer() throws Exception {
        assertThat(run(authority, "walk", "127.0.0.1")).isEqualTo("ok");
    }

    @Test
    void refusesAnAuthorityItDoesNotKnow() throws Exception {
        assertThat(run(new TestingAuthority(), "ping", "127.0.0.1"))
                .startsWith("refused: redis PING")
                .doesNotContain("\n");
    }

    @Test
    void refusesACertificateForAnotherName() throws Exception {
        assertThat(InetAddress.getByName("localhost").isLoopbackAddress()).isTrue();
        assertThat(run(authority, "ping", "127.0.0.1")).isEqualTo("ok");
        assertThat(run(authority, "ping", "localhost"))
                .startsWith("refused: redis PING")
                .doesNotContain("\n");
    }

    @Test
    void doesNotTalkTlsToAPlainServer() throws Exception {
        assertThat(TestingTlsPeer.run(authority, "ping", "rediss://127.0.0.1:" + server().port(), server().port()))
                .startsWith("refused: redis PING");
    }
}
