// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.config.Secret;
import com.avvyland.worker.config.TracingConfig;
import com.avvyland.worker.testing.TestingOtlp;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Writes what it likes into spans, as a library might, and looks at what a collector gets. */
class AllowedSpansTest {

    @Test
    void letsNothingThroughThatIsNotNamed() throws Exception {
        try (TestingOtlp otlp = new TestingOtlp()) {
            sendOne(new TracingConfig(true, URI.create(otlp.url()), null, null, 1.0));

            assertThat(otlp.spans())
                    .singleElement()
                    .satisfies(span -> assertThat(TestingOtlp.attributes(span)).containsOnlyKeys("server.address"));
            assertThat(otlp.text()).doesNotContain("canary");
        }
    }

    @Test
    void sendsTheHeadersOfTheSettings() throws Exception {
        try (TestingOtlp otlp = new TestingOtlp()) {
            sendOne(new TracingConfig(
                    true, URI.create(otlp.url()), new Secret("Authorization=Basic%20YTpi%2B%3D"), null, null));

            assertThat(otlp.headers().getFirst()).containsEntry("Authorization", "Basic YTpi+=");
        }
    }

    @Test
    void sendsNothingOfATraceThatIsNotSampled() throws Exception {
        try (TestingOtlp otlp = new TestingOtlp()) {
            sendOne(new TracingConfig(true, URI.create(otlp.url()), null, null, 0.0));

            assertThat(otlp.spans()).isEmpty();
        }
    }

    @Test
    void closesWhenNobodyListens() throws Exception {
        sendOne(new TracingConfig(true, URI.create("http://127.0.0.1:" + closedPort()), null, null, null));
    }

    @Test
    void namesEveryAttributeInTheDocs() throws IOException {
        String docs = Files.readString(Path.of("docs/observability.md"));

        assertThat(AllowedSpans.ATTRIBUTES).allSatisfy(key -> assertThat(docs).contains("`" + key + "`"));
    }

    private static void sendOne(TracingConfig config) throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            Tracing tracing = Objects.requireNonNull(Tracing.open(camel, config));
            camel.getRegistry()
                    .lookupByNameAndType("spans", Tracer.class)
                    .spanBuilder("call")
                    .startSpan()
                    .setAttribute("server.address", "example.com")
                    .setAttribute("url.full", "https://canary@example.com?token=canary")
                    .addEvent("canary")
                    .recordException(new IOException("canary"))
                    .setStatus(StatusCode.ERROR, "canary")
                    .end();
            tracing.close();
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
