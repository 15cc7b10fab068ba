// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Receives callbacks on a free loopback port, records them byte by byte, and answers as its script says. */
public final class TestingReceiver implements AutoCloseable {

    private final HttpServer server;
    private final String scheme;
    private final Deque<Answer> script = new ConcurrentLinkedDeque<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Says one answer.
     *
     * @param delay how long the receiver thinks before it answers
     */
    public record Answer(int status, Map<String, String> headers, Duration delay) {

        /** Answer a status at once. */
        public static Answer of(int status) {
            return new Answer(status, Map.of(), Duration.ZERO);
        }

        /** Answer a status with one header more. */
        public Answer with(String name, String value) {
            Map<String, String> more = new TreeMap<>(headers);
            more.put(name, value);
            return new Answer(status, more, delay);
        }

        /** Answer only after a while. */
        public Answer after(Duration wait) {
            return new Answer(status, headers, wait);
        }
    }

    /**
     * Holds one request as it came.
     *
     * @param headers by lower-case name, the first value of each
     * @param at {@link System#nanoTime} when it was read
     */
    public record Received(String method, URI uri, Map<String, String> headers, byte[] body, long at) {}

    public TestingReceiver() throws IOException {
        this(null);
    }

    /** Create a receiver that speaks TLS. */
    public TestingReceiver(@Nullable SSLContext tls) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (tls == null) {
            server = HttpServer.create(address, 0);
            scheme = "http";
        } else {
            HttpsServer secure = HttpsServer.create(address, 0);
            secure.setHttpsConfigurator(new HttpsConfigurator(tls));
            server = secure;
            scheme = "https";
        }
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** Add answers; past the last one, it is 200. */
    public TestingReceiver answer(Answer... answers) {
        script.addAll(List.of(answers));
        return this;
    }

    /** Add statuses to answer. */
    public TestingReceiver answer(int... statuses) {
        for (int status : statuses) {
            script.add(Answer.of(status));
        }
        return this;
    }

    /** Return what came, in order. */
    public List<Received> received() {
        return received;
    }

    /** Return the URL of a path. */
    public String url(String path) {
        return "%s://127.0.0.1:%d%s".formatted(scheme, server.getAddress().getPort(), path);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.add(new Received(
                    exchange.getRequestMethod(), exchange.getRequestURI(), headers, body, System.nanoTime()));
            Answer next = script.poll();
            Answer answer = next == null ? Answer.of(200) : next;
            if (!answer.delay().isZero()) {
                var _ = closed.await(answer.delay().toMillis(), TimeUnit.MILLISECONDS);
            }
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            exchange.sendResponseHeaders(answer.status(), -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
