// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves the page, and a job's model for as long as the job lasts, to the browsers of this process.
 *
 * <p>Loopback HTTP is 5 to 100 times faster into the page than Playwright's channel (75 MB: 0.2 s against never). It
 * answers only to the name that its own browsers are told to resolve, and a model stands under a path of 128 random
 * bits. Thread-safe.
 */
final class SceneServer implements AutoCloseable {

    /**
     * The only name a browser of ours can resolve. Names under {@code localhost} are secure contexts without TLS.
     */
    static final String HOST = "scene.localhost";

    private static final int CHUNK = 64 << 10;
    private static final String JOB = "/job/";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SceneFiles files = new SceneFiles();
    private final Map<String, SceneJob> jobs = new ConcurrentHashMap<>();
    private final String nonce = token();
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    SceneServer() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 64);
        } catch (IOException e) {
            throw new UncheckedIOException("scene server: no loopback port", e);
        }
        http.createContext("/", this::serve);
        http.setExecutor(threads);
        http.start();
    }

    /** Return the loopback port; random at each start. */
    int port() {
        return http.getAddress().getPort();
    }

    /** Return the address of the page, as a browser of ours knows it. */
    String page() {
        return "http://" + HOST + "/";
    }

    /** Return the address of the page that converts and decodes. */
    String workbench() {
        return page() + "scene/workbench.html";
    }

    /** Serve a model until the publication is closed. */
    Publication publish(Model model) {
        return publish(model, 0);
    }

    /**
     * Serve a model until the publication is closed, and take an answer to it.
     *
     * @param answerMax most bytes of that answer; 0 when none is expected
     */
    Publication publish(Model model, long answerMax) {
        Map<String, Bytes> served = new HashMap<>();
        model.resources().forEach((path, bytes) -> served.put(path.startsWith("./") ? path.substring(2) : path, bytes));
        String file = "main" + model.extension();
        // A resource of the same name would stand in for the model itself.
        while (served.containsKey(file)) {
            file = "_" + file;
        }
        served.put(file, model.bytes());
        String token = token();
        var job = new SceneJob(served, answerMax);
        jobs.put(token, job);
        return new Publication(JOB + token + "/", file, job::answer, () -> jobs.remove(token));
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            @Nullable String host = exchange.getRequestHeaders().getFirst("Host");
            String path = exchange.getRequestURI().getPath();
            boolean upload = exchange.getRequestMethod().equals("PUT");
            if (!HOST.equals(host)
                    || path == null
                    || !upload && !exchange.getRequestMethod().equals("GET")
                    || upload && !path.startsWith(JOB)) {
                exchange.sendResponseHeaders(403, -1);
                return;
            }
            if (upload) {
                takeAnswer(exchange, path.substring(JOB.length()));
                return;
            }
            if (path.startsWith(JOB)) {
                serveJob(exchange, path.substring(JOB.length()));
                return;
            }
            var file = files.find(path.equals("/") ? "/scene/index.html" : path);
            if (file.isEmpty()) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            Bytes body = Bytes.of(file.get().bytes());
            if (file.get().contentType().startsWith("text/html")) {
                String html = new String(body.array(), StandardCharsets.UTF_8).replace("@NONCE@", nonce);
                body = Bytes.of(html.getBytes(StandardCharsets.UTF_8));
            }
            send(exchange, file.get().contentType(), body);
        }
    }

    private void serveJob(HttpExchange exchange, String path) throws IOException {
        int slash = path.indexOf('/');
        @Nullable SceneJob job = slash < 0 ? null : jobs.get(path.substring(0, slash));
        @Nullable Bytes body = job == null ? null : job.file(path.substring(slash + 1));
        if (body == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        send(exchange, "application/octet-stream", body);
    }

    private void takeAnswer(HttpExchange exchange, String path) throws IOException {
        int slash = path.indexOf('/');
        @Nullable SceneJob job = slash < 0 || slash != path.length() - 1 ? null : jobs.get(path.substring(0, slash));
        int status = job == null
                ? 404
                : job.receive(exchange.getRequestHeaders().getFirst("Content-Length"), exchange.getRequestBody());
        exchange.sendResponseHeaders(status, -1);
    }

    private void send(HttpExchange exchange, String contentType, Bytes body) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", contentType);
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        // The Basis transcoder's bindings are made with eval; without it a KTX2 model waits for ever.
        headers.set(
                "Content-Security-Policy",
                ("default-src 'none'; connect-src 'self' blob: data:; img-src blob: data:; worker-src 'self' blob:; "
                                + "script-src 'self' blob: 'nonce-%s' 'unsafe-eval' 'wasm-unsafe-eval'; "
                                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
                        .formatted(nonce));
        exchange.sendResponseHeaders(200, body.length() == 0 ? -1 : body.length());
        try (OutputStream out = exchange.getResponseBody()) {
            // In chunks: the JDK's server copies each write into a buffer of its length.
            for (int at = 0; at < body.length(); at += CHUNK) {
                out.write(body.array(), body.offset() + at, Math.min(CHUNK, body.length() - at));
            }
        }
    }

    private static String token() {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    /**
     * Stands for a model that is being served.
     *
     * @param base path of its folder, with a slash at both ends
     * @param file name of the main file in it
     * @param answer what the page sent back
     */
    record Publication(String base, String file, Supplier<Bytes> answer, Runnable withdraw) implements AutoCloseable {

        /** Return what the page sent back; empty when it sent nothing. */
        Bytes received() {
            return answer.get();
        }

        @Override
        public void close() {
            withdraw.run();
        }
    }
}
