// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers like S3 for one object that comes in parts, and fails as it is told. */
final class TestingParts implements AutoCloseable {

    private final HttpServer server;
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private final Function<String, @Nullable Answer> instead;
    private volatile byte[] object = {};

    /** Holds a status and the code of an error. */
    record Answer(int status, String code) {}

    /** @param instead an answer in the place of the right one, for a step: begin, part, complete*, complete, abort */
    TestingParts(Function<String, @Nullable Answer> instead) throws IOException {
        this.instead = instead;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Return the steps so far; one that must not replace an object has a star. */
    List<String> steps() {
        return List.copyOf(steps);
    }

    /** Have the object, as if another worker had stored it. */
    void has(byte[] content) {
        object = content;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String step = step(exchange);
            if (!step.equals("look")) {
                steps.add(step);
            }
            Answer answer = instead.apply(step);
            if (answer != null) {
                send(exchange, answer.status(), "<Error><Code>%s</Code></Error>".formatted(answer.code()));
                return;
            }
            serve(exchange, step.replace("*", ""), body);
        }
    }

    private static String step(HttpExchange exchange) {
        String star = exchange.getRequestHeaders().containsKey("If-None-Match") ? "*" : "";
        boolean begins = String.valueOf(exchange.getRequestURI().getQuery()).startsWith("uploads");
        return switch (exchange.getRequestMethod()) {
            case "POST" -> begins ? "begin" : "complete" + star;
            case "PUT" -> "part";
            case "DELETE" -> "abort";
            default -> "look";
        };
    }

    private void serve(HttpExchange exchange, String step, byte[] body) throws IOException {
        switch (step) {
            case "begin" -> {
                parts.reset();
                send(exchange, 200, "<R><UploadId>1</UploadId></R>");
            }
            case "part" -> {
                parts.writeBytes(body);
                exchange.getResponseHeaders().add("ETag", "\"p\"");
                send(exchange, 200, "");
            }
            case "complete" -> {
                object = parts.toByteArray();
                send(exchange, 200, "<R><ETag>\"x-3\"</ETag></R>");
            }
            case "abort" -> send(exchange, 204, "");
            default -> look(exchange);
        }
    }

    private void look(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("ETag", "\"opaque\"");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(object.length));
            exchange.sendResponseHeaders(object.length == 0 ? 404 : 200, -1);
            return;
        }
        exchange.sendResponseHeaders(200, object.length);
        exchange.getResponseBody().write(object);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
