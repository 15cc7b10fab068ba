// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers {@code GET /observe/metrics} and {@code GET /observe/health[/live|/ready]}. Thread-safe. */
public final class ManagementServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);

    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private ManagementServer(HttpServer server) {
        this.server = server;
    }

    /** Holds an answer. */
    private record Answer(int status, String type, String body) {}

    /**
     * Listen.
     *
     * @throws PortTakenException when nothing can listen there
     */
    public static ManagementServer open(String address, int port, Supplier<String> metrics, Health health) {
        HttpServer http;
        try {
            http = HttpServer.create(new InetSocketAddress(address, port), 0);
        } catch (IOException | RuntimeException e) {
            throw new PortTakenException(address, port, e);
        }
        ManagementServer server = new ManagementServer(http);
        server.answer("/observe/metrics", () -> new Answer(200, METRICS, metrics.get()));
        server.answer("/observe/health", () -> json(health.all()));
        server.answer("/observe/health/live", () -> json(health.live()));
        server.answer("/observe/health/ready", () -> json(health.ready()));
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    private static Answer json(Health.State state) {
        return new Answer(state.up() ? 200 : 503, "application/json", state.json());
    }

    private void answer(String path, Supplier<Answer> answers) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (!exchange.getRequestURI().getPath().equals(path)) {
                    exchange.sendResponseHeaders(404, -1);
                } else if (!exchange.getRequestMethod().equals("GET")) {
                    exchange.getResponseHeaders().set("Allow", "GET");
                    exchange.sendResponseHeaders(405, -1);
                } else {
                    send(exchange, answers.get());
                }
            } catch (RuntimeException e) {
                LOG.warn("{}: not answered", path, e);
            }
        });
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
