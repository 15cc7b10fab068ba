// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.callback.TestingCallbackRoutes;
import com.avvyland.worker.journal.FinishedResult;
import com.avvyland.worker.provider.TestingDownloads;
import com.avvyland.worker.provider.TestingPurchasing;
import com.avvyland.worker.source.HttpsReader;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingReceiver.Answer;
import com.avvyland.worker.testing.TestingRedis;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.api.RedissonClient;

/**
 * Knocks with every hostile URL at every door through which a URL of a stranger goes out: the callback's route, a model
 * behind a URL, a provider's result.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileDoorsIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static RedissonClient redisson;

    private final TestingDns dns = TestingDns.hostile();
    private final List<TestingListener> listeners = new ArrayList<>();

    /** Calls a URL. */
    private interface Call {
        void to(String url) throws Exception;
    }

    /** Is one way out while it is open. */
    private record Way(Call call, AutoCloseable part) implements AutoCloseable {

        /** Return the first of the URLs that was called and answered. */
        List<String> calledOf(List<String> urls) {
            for (String url : urls) {
                try {
                    call.to(url);
                    return List.of(url);
                } catch (Exception refused) {
                    assertThat(String.valueOf(refused.getMessage())).as(url).doesNotContain("127.0.0.1/");
                }
            }
            return List.of();
        }

        @Override
        public void close() throws Exception {
            part.close();
        }
    }

    /** Opens a way out as the worker does, but for the resolver, which a test scripts. */
    enum Door {
        CALLBACK {
            @Override
            Way open(EgressPolicy policy, TestingDns dns) throws Exception {
                var routes = new TestingCallbackRoutes(
                        redisson,
                        policy,
                        EgressConnections.open(policy, LIMIT, dns, null),
                        LIMIT,
                        null,
                        null,
                        "callback.camel.yaml");
                routes.camel().start();
                return new Way(url -> post(routes, url), routes);
            }

            private static void post(TestingCallbackRoutes routes, String url) throws Exception {
                var result = new FinishedResult("t", "model.preview.v1", url, Bytes.of((byte) 1), null);
                Exchange ended = routes.camel()
                        .createFluentProducerTemplate()
                        .to("direct:callback-post")
                        .withBody(result)
                        .withHeader("CamelHttpUri", url)
                        .send();
                if (ended.getException() != null) {
                    throw ended.getException();
                }
            }
        },
        MODEL_URL {
            @Override
            Way open(EgressPolicy policy, TestingDns dns) {
                var get = new EgressGet(policy, LIMIT, dns, null);
                var reader = new HttpsReader(policy, get);
                return new Way(url -> reader.read(url, 1000), get);
            }
        },
        PROVIDER_RESULT {
            @Override
            Way open(EgressPolicy policy, TestingDns dns) {
                var get = new EgressGet(policy, LIMIT, dns, null);
                return new Way(url -> TestingDownloads.fetch(policy, get, url), get);
            }
        };

        abstract Way open(EgressPolicy policy, TestingDns dns) throws Exception;
    }

    @BeforeAll
    static void connect() {
        redisson = TestingPurchasing.connect(REDIS);
    }

    @AfterAll
    static void disconnect() {
        redisson.shutdown();
    }

    /** A port of its own, and those of real URLs where the machine lets us. */
    @BeforeEach
    void listen() throws IOException {
        listeners.add(new TestingListener());
        for (int port : new int[] {80, 443, 8080, 8443}) {
            try {
                listeners.add(new TestingListener(port));
            } catch (BindException taken) {
                continue;
            }
        }
    }

    @AfterEach
    void close() throws IOException {
        for (TestingListener listener : listeners) {
            listener.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void leadsNoHostileUrlAnywhere(Door door) throws Exception {
        List<String> urls = Stream.concat(
                        listeners.stream()
                                .flatMap(listener -> HostileUrls.ALL.stream()
                                        .map(url -> url.replace("PORT", Integer.toString(listener.port())))),
                        HostileUrls.ALL.stream().map(url -> url.replace(":PORT", "")))
                .distinct()
                .toList();
        assertThat(HostileUrls.ALL).hasSizeGreaterThanOrEqualTo(80);

        try (Way way = door.open(policy(List.of()), dns)) {
            assertThat(way.calledOf(urls)).isEmpty();
        }
        assertThat(dns.questions()).isPositive();
        assertThatNobodyCame();
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void dialsWhatWasCheckedWhenANameChangesItsAddress(Door door) throws Exception {
        EgressPolicy policy = policy(List.of("127.0.0.2/32"));
        dns.answer("rebinding.test", "127.0.0.2").answer("rebinding.test", "127.0.0.1");
        String url = "http://rebinding.test:%d/".formatted(port());

        try (Way way = door.open(policy, dns)) {
            // The listener's empty answer may be no model: whether it was reached is what counts.
            way.calledOf(List.of(url));
            assertThat(dns.questions()).isEqualTo(1);
            assertThatThrownBy(() -> way.call().to(url)).hasMessageContaining("not a public address");
        }

        assertThat(listeners.getFirst().reached()).containsExactly(InetAddress.ofLiteral("127.0.0.2"));
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void followsNoRedirect(Door door) throws Exception {
        EgressPolicy policy = policy(List.of("127.0.0.1/32"));
        try (TestingReceiver first = new TestingReceiver();
                Way way = door.open(policy, dns)) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                first.answer(Answer.of(status).with("Location", "http://127.0.0.1:%d/".formatted(port())));
                assertThatThrownBy(() -> way.call().to(first.url("/"))).hasMessageContaining(Integer.toString(status));
            }
            assertThat(first.received()).hasSize(5);
        }
        assertThatNobodyCame();
    }

    private int port() {
        return listeners.getFirst().port();
    }

    private EgressPolicy policy(List<String> hosts) {
        Set<Integer> ports = Stream.concat(
                        Stream.of(80, 443), listeners.stream().map(TestingListener::port))
                .collect(Collectors.toSet());
        return new EgressPolicy(hosts, true, false, ports);
    }

    /** The backlog is served in order: once a connection of our own is there, all earlier ones are. */
    private void assertThatNobodyCame() throws Exception {
        for (TestingListener listener : listeners) {
            try (Way way = Door.PROVIDER_RESULT.open(policy(List.of("127.0.0.3/32")), dns)) {
                way.calledOf(List.of("http://127.0.0.3:%d/".formatted(listener.port())));
            }
            await().atMost(LIMIT).until(() -> !listener.reached().isEmpty());
            assertThat(listener.reached()).containsExactly(InetAddress.ofLiteral("127.0.0.3"));
        }
    }
}
