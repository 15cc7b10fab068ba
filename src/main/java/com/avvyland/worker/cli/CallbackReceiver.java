// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Receives callbacks on loopback and answers 204, as a state-server would. */
final class CallbackReceiver implements AutoCloseable {

    /** Bytes of one callback, 768 MiB: a canonical GLB and a view of 256 MiB each, and the previews. */
    private static final int MOST = 768 << 20;

    /**
     * Holds one request as it came in.
     *
     * @param headers as received
     * @param body the raw bytes that the signature covers
     */
    record Received(Headers headers, byte[] body) {}

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final HttpServer server;

    CallbackReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/callback", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/callback";
    }

    /** Return the next callback, or null when none came in time. */
    @Nullable
    Received poll(Duration patience) throws InterruptedException {
        return received.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MOST + 1);
            if (body.length > MOST) {
                exchange.sendResponseHeaders(413, -1);
                return;
            }
            received.add(new Received(exchange.getRequestHeaders(), body));
            exchange.sendResponseHeaders(204, -1);
        }
    }
}
