// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Answers like S3 for single objects, checks no signature, keeps every request, and fails as it is told. */
public final class TestingStore implements AutoCloseable {

    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final String scheme;

    private volatile Function<Request, @Nullable Refusal> refuses = _ -> null;
    private volatile UnaryOperator<byte[]> keeps = UnaryOperator.identity();
    private volatile Function<byte[], String> etag = TestingStore::md5;

    /**
     * Holds one request.
     *
     * @param headers by lower-case name, the first value of each
     */
    record Request(String method, String path, Map<String, String> headers, byte[] body) {}

    /** Says one error. */
    record Refusal(int status, String code) {}

    TestingStore() throws IOException {
        this(null);
    }

    TestingStore(@Nullable SSLContext tls) throws IOException {
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

    /** Refuse the requests for which this gives an error. */
    TestingStore refusing(Function<Request, @Nullable Refusal> when) {
        refuses = when;
        return this;
    }

    /** Keep something else than what was sent; no bytes at all means no object. */
    TestingStore keeping(UnaryOperator<byte[]> change) {
        keeps = change;
        return this;
    }

    /** Give objects another ETag than their MD5. */
    TestingStore naming(Function<byte[], String> newEtag) {
        etag = newEtag;
        return this;
    }

    public URI endpoint() {
        return URI.create(
                "%s://127.0.0.1:%d".formatted(scheme, server.getAddress().getPort()));
    }

    List<Request> puts() {
        return requests.stream()
                .filter(request -> request.method().equals("PUT"))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
            var request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    headers,
                    exchange.getRequestBody().readAllBytes());
            requests.add(request);
            Refusal refusal = refuses.apply(request);
            if (refusal != null) {
                answer(exchange, refusal.status(), """
                        <?xml version="1.0"?><Error><Code>%s</Code><Message>m</Message></Error>""".formatted(refusal.code()).getBytes(StandardCharsets.UTF_8));
                return;
            }
            serve(exchange, request);
        }
    }

    private void serve(HttpExchange exchange, Request request) throws IOException {
        if (request.method().equals("PUT")) {
            byte[] kept = keeps.apply(request.body());
            if (kept.length > 0) {
                objects.put(request.path(), kept);
            }
            answer(exchange, 200, new byte[0]);
            return;
        }
        byte[] object = objects.get(request.path());
        if (object == null) {
            answer(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>".getBytes(StandardCharsets.UTF_8));
            return;
        }
        exchange.getResponseHeaders().add("ETag", "\"" + etag.apply(object) + "\"");
        answer(exchange, 200, object);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    static String md5(byte[] content) {
        return java.util.HexFormat.of().formatHex(Digests.digest("MD5").digest(content));
    }
}
