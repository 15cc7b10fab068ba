// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Counts the connections that reach any address of this machine on one port, and answers each with 200. */
final class TestingListener implements AutoCloseable {

    private static final byte[] OK =
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server = new ServerSocket();
    private final List<InetAddress> reached = new CopyOnWriteArrayList<>();

    TestingListener() throws IOException {
        this(0);
    }

    TestingListener(int port) throws IOException {
        server.bind(new InetSocketAddress(port), 500);
        Thread.ofVirtual().name("testing-listener").start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    reached.add(socket.getLocalAddress());
                    socket.getInputStream().read();
                    socket.getOutputStream().write(OK);
                }
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Return which of this machine's addresses were reached, in order. */
    List<InetAddress> reached() {
        return reached;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
