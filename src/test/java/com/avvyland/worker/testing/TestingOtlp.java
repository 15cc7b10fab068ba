// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** Takes traces on a free loopback port as a collector does, read with the protocol's own classes. */
public final class TestingOtlp implements AutoCloseable {

    private final HttpServer server;
    private final List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
    private final List<ExportTraceServiceRequest> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean silent;

    public TestingOtlp() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** Take every request from now on, and never answer. */
    public TestingOtlp silent() {
        silent = true;
        return this;
    }

    /** Return the endpoint, without a path. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Return all spans so far, by their beginning. */
    public List<Span> spans() {
        return requests.stream()
                .flatMap(request -> request.getResourceSpansList().stream())
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .sorted(Comparator.comparingLong(Span::getStartTimeUnixNano))
                .toList();
    }

    /** Return what came, as text. */
    public String text() {
        return requests.toString();
    }

    /** Return the headers of each request, names in any case. */
    public List<Map<String, String>> headers() {
        return headers;
    }

    /** Return the attributes of the first request's resource. */
    public Map<String, String> resource() {
        return attributes(requests.getFirst().getResourceSpans(0).getResource().getAttributesList());
    }

    /** Return a span's attributes. */
    public static Map<String, String> attributes(Span span) {
        return attributes(span.getAttributesList());
    }

    /** Return a span's id in hexadecimal. */
    public static String id(Span span) {
        return HexFormat.of().formatHex(span.getSpanId().toByteArray());
    }

    /** Return the id of its parent. */
    public static String parent(Span span) {
        return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
    }

    /** Return the id of its trace. */
    public static String trace(Span span) {
        return HexFormat.of().formatHex(span.getTraceId().toByteArray());
    }

    private static Map<String, String> attributes(List<KeyValue> pairs) {
        return pairs.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey, pair -> pair.getValue().getStringValue()));
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (silent) {
                closed.await();
                return;
            }
            Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> names.put(name, values.getFirst()));
            InputStream body = exchange.getRequestBody();
            boolean zipped = "gzip".equals(names.get("Content-Encoding"));
            headers.add(names);
            requests.add(ExportTraceServiceRequest.parseFrom(zipped ? new GZIPInputStream(body) : body));
            exchange.sendResponseHeaders(200, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
