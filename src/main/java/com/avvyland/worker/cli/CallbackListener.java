// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;

/** Receives POSTs on loopback at any path, and hands them over one by one: a large body waits until it is taken. */
final class CallbackListener implements AutoCloseable {

    /** Bodies are held in memory: more of them at once than these wait for their turn. */
    private static final int AT_ONCE = 4;

    /**
     * Holds one request as it came in.
     *
     * @param path with the query
     */
    record Request(String path, Headers headers, byte[] body) {}

    private final BlockingQueue<Request> requests = new SynchronousQueue<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("callback-", 0).factory());
    private final HttpServer server;
    private final int status;

    /**
     * Start.
     *
     * @param port 0 for any that is free
     * @param status what is answered
     */
    CallbackListener(int port, int status) throws IOException {
        this.status = status;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/callback";
    }

    Request take() throws InterruptedException {
        return requests.take();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(CallbackVerifyCommand.LARGEST_BODY);
            if (exchange.getRequestBody().read() >= 0) {
                exchange.sendResponseHeaders(413, -1);
                return;
            }
            requests.put(new Request(exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        // Whoever was answered last gets that answer.
        server.stop(1);
        threads.shutdownNow();
    }
}
