// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.observe.management.Health;
import com.avvyland.worker.observe.management.ManagementServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Probes and scrapes ask the worker's own management server, so it is asked here. */
class ProbePathsTest {

    @Test
    void everyPathThatIsAskedIsServed() throws Exception {
        int port = freePort();
        try (var camel = new DefaultCamelContext()) {
            camel.start();
            try (var server = ManagementServer.open("127.0.0.1", port, () -> "", new Health(() -> camel));
                    var http = HttpClient.newHttpClient()) {
                assertThat(server).isNotNull();
                for (String path : paths()) {
                    URI address = URI.create("http://127.0.0.1:" + port + path);
                    assertThat(http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                                    .statusCode())
                            .as(path)
                            .isEqualTo(200);
                }
            }
        }
    }

    @Test
    void theRestartDoesNotDependOnRedis() throws Exception {
        assertThat(container().at("/livenessProbe/httpGet/path").asText()).endsWith("/live");
        assertThat(container().at("/readinessProbe/httpGet/path").asText()).endsWith("/ready");
        assertThat(health().path("livenessProbe").asText()).endsWith("/live");
        assertThat(health().path("readinessProbe").asText()).endsWith("/ready");
    }

    @Test
    void everyProbeAsksTheManagementPort() throws Exception {
        int port = Integer.parseInt(new WorkerVariables().fallback("worker.observe.port"));

        assertThat(container().at("/ports/0/containerPort").asInt()).isEqualTo(port);
        for (String probe : List.of("startup", "liveness", "readiness")) {
            assertThat(container().at("/" + probe + "Probe/httpGet/port").asText())
                    .isEqualTo(container().at("/ports/0/name").asText());
            assertThat(health().path(probe + "Port").asInt()).isEqualTo(port);
            assertThat(health().path(probe + "ProbeEnabled").asBoolean()).isTrue();
        }
        assertThat(health().path("enabled").asBoolean()).isTrue();
    }

    private static List<String> paths() throws Exception {
        var paths = new ArrayList<String>();
        for (String probe : List.of("startup", "liveness", "readiness")) {
            paths.add(container().at("/" + probe + "Probe/httpGet/path").asText());
            paths.add(health().path(probe + "Probe").asText());
        }
        paths.add(Yaml.document(Path.of("deploy/kubernetes/components/pod-monitor/pod-monitor.yaml"))
                .at("/spec/podMetricsEndpoints/0/path")
                .asText());
        assertThat(paths).hasSize(7).allMatch(path -> path.startsWith("/"));
        return paths;
    }

    private static JsonNode container() throws Exception {
        return Yaml.document(Path.of("deploy/kubernetes/base/deployment.yaml")).at("/spec/template/spec/containers/0");
    }

    private static JsonNode health() throws Exception {
        return Yaml.document(Path.of("deploy/camel-k/integration.yaml")).at("/spec/traits/health");
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
