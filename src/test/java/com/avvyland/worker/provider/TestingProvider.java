// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Is the loopback server under every fake of a provider: it keeps a ledger of calls, answers as its subclass says, and
 * misbehaves once for each {@link Mishap} that a test queues, at the call of the kind that the test names. The subclass is strict: it answers a call that breaks the
 * contract as the provider would.
 */
public abstract class TestingProvider implements AutoCloseable {

    /** Says how the next call that buys goes wrong, whatever it asks. */
    public record Mishap(Kind kind, int status, Map<String, String> headers, byte[] body) {

        /** Kinds of going wrong. */
        public enum Kind {
            /** Answers with status, headers and body. */
            ANSWER,
            /** Closes the connection without an answer, after the work was done. */
            DROP_AFTER,
            /** Sends half of the right answer, then closes. */
            HALF,
            /** Does not answer until it is closed. */
            HANG,
            /** Sends more than anybody reads. */
            HUGE
        }

        /** Return a mishap that answers. */
        public static Mishap answer(int status, String json) {
            return new Mishap(Kind.ANSWER, status, Map.of(), json.getBytes(StandardCharsets.UTF_8));
        }

        /** Return a mishap of another kind. */
        public static Mishap of(Kind kind) {
            return new Mishap(kind, 0, Map.of(), new byte[0]);
        }

        /** Return the same with a header. */
        public Mishap with(String name, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(name, value);
            return new Mishap(kind, status, more, body);
        }
    }

    /** Holds one call as it came in; header names in lower case. */
    public record Call(String method, URI uri, Map<String, String> headers, byte[] body) {

        /** Return the path without the query. */
        public String path() {
            return uri.getPath();
        }

        /** Return the body as text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Holds an answer. */
    public record Answer(int status, Map<String, String> headers, byte[] body) {

        /** Return JSON. */
        public static Answer json(int status, String json) {
            return new Answer(
                    status, Map.of("Content-Type", "application/json"), json.getBytes(StandardCharsets.UTF_8));
        }

        /** Return a file. */
        public static Answer file(String type, byte[] bytes) {
            return new Answer(200, Map.of("Content-Type", type), bytes);
        }
    }

    private final HttpServer server;
    private final List<Call> calls = new ArrayList<>();
    private final List<Call> purchases = new ArrayList<>();
    private final Deque<Mishap> mishaps = new ArrayDeque<>();
    private final Deque<Mishap> whenAsked = new ArrayDeque<>();
    private final Deque<Mishap> whenFetched = new ArrayDeque<>();
    private Runnable asked = () -> {};
    private final Object closed = new Object();
    private boolean open = true;

    protected TestingProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** Answer a call. */
    protected abstract Answer answer(Call call);

    /** Tell whether a call buys something. */
    protected abstract boolean buys(Call call);

    /** Tell whether an answer says that the work was done; a provider that fails with HTTP 200 says it in the body. */
    protected boolean worked(Answer answer) {
        return answer.status() < 300;
    }

    /** Tell whether a call fetches a file of a result. */
    protected boolean fetches(Call call) {
        return call.path().startsWith("/files/");
    }

    /** Return {@code http://127.0.0.1:port}. */
    public final String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Let the next call that buys go wrong; several are met in order. */
    public final synchronized void next(Mishap mishap) {
        mishaps.add(mishap);
    }

    /** Let the next question about what was bought go wrong; several are met in order. */
    public final synchronized void whenAsked(Mishap mishap) {
        whenAsked.add(mishap);
    }

    /** Let the next fetching of a file go wrong; several are met in order. */
    public final synchronized void whenFetched(Mishap mishap) {
        whenFetched.add(mishap);
    }

    /** Do something before each question about what was bought is answered. */
    public final synchronized void whenAsked(Runnable action) {
        asked = action;
    }

    /** Return all calls so far. */
    public final synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Return the calls that were billed: those that did their work, whatever became of the answer. */
    public final synchronized List<Call> billed() {
        return List.copyOf(purchases);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Call call = read(exchange);
        Mishap mishap;
        synchronized (this) {
            calls.add(call);
            mishap = mishap(call);
        }
        if (mishap != null && mishap.kind() == Mishap.Kind.ANSWER) {
            send(exchange, new Answer(mishap.status(), mishap.headers(), mishap.body()));
            return;
        }
        Answer answer;
        synchronized (this) {
            answer = answer(call);
            if (buys(call) && worked(answer)) {
                purchases.add(call);
            }
        }
        if (mishap == null) {
            send(exchange, answer);
            return;
        }
        switch (mishap.kind()) {
            case DROP_AFTER -> exchange.close();
            case HALF -> half(exchange, answer);
            case HANG -> hang(exchange);
            case HUGE -> huge(exchange);
            case ANSWER -> throw new IllegalStateException();
        }
    }

    private @Nullable Mishap mishap(Call call) {
        if (buys(call)) {
            return mishaps.poll();
        }
        if (fetches(call)) {
            return whenFetched.poll();
        }
        if (purchases.isEmpty()) {
            return null;
        }
        asked.run();
        return whenAsked.poll();
    }

    private static Call read(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return new Call(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                headers,
                exchange.getRequestBody().readAllBytes());
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(answer.body());
        }
    }

    private static void half(HttpExchange exchange, Answer answer) throws IOException {
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body(), 0, answer.body().length / 2);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private void hang(HttpExchange exchange) {
        synchronized (closed) {
            while (open) {
                try {
                    closed.wait();
                } catch (InterruptedException e) {
                    break;
                }
            }
        }
        exchange.close();
    }

    private static void huge(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] chunk = new byte[1 << 20];
        try (OutputStream body = exchange.getResponseBody()) {
            for (int i = 0; i < 200; i++) {
                body.write(chunk);
            }
        }
    }

    @Override
    public void close() {
        synchronized (closed) {
            open = false;
            closed.notifyAll();
        }
        server.stop(0);
    }
}
