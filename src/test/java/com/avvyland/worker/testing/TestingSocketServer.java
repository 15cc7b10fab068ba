// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** Answers every connection on a free loopback port byte by byte as a script says, for faults no HTTP server makes. */
public final class TestingSocketServer implements AutoCloseable {

    private final ServerSocket server;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Says what happens on one connection; it is closed afterwards. */
    @FunctionalInterface
    public interface Script {
        void play(Socket socket, TestingSocketServer server) throws IOException, InterruptedException;
    }

    public TestingSocketServer(Script script) throws IOException {
        this(script, ServerSocketFactory.getDefault());
    }

    /** Create a server whose sockets another factory makes: one that speaks TLS. */
    public TestingSocketServer(Script script, ServerSocketFactory sockets) throws IOException {
        this.server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.script = script;
        Thread.ofVirtual().name("testing-socket-server").start(this::accept);
    }

    /** Send a complete answer after the request's head, and close. */
    public static Script answering(String answer) {
        return (socket, _) -> {
            readHead(socket.getInputStream());
            socket.getOutputStream().write(answer.getBytes(US_ASCII));
            socket.shutdownOutput();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        };
    }

    /** Read the request's head, and reset the connection. */
    public static Script resetting() {
        return (socket, _) -> {
            readHead(socket.getInputStream());
            socket.setSoLinger(true, 0);
        };
    }

    /** Read the request's head, and say nothing until the server is closed. */
    public static Script silent() {
        return (socket, server) -> {
            readHead(socket.getInputStream());
            server.closed.await();
        };
    }

    /** Read not a byte until the server is closed. */
    public static Script deaf() {
        return (_, server) -> server.closed.await();
    }

    /** Send a head, then one byte every 50 ms for ever. */
    public static Script dripping(String head) {
        return (socket, server) -> {
            readHead(socket.getInputStream());
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            while (!server.closed.await(50, TimeUnit.MILLISECONDS)) {
                socket.getOutputStream().write('x');
            }
        };
    }

    /** Send a head, then bytes without end, as fast as they are taken. */
    public static Script endless(String head) {
        return (socket, _) -> {
            readHead(socket.getInputStream());
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            byte[] block = new byte[8192];
            while (true) {
                socket.getOutputStream().write(block);
            }
        };
    }

    /** Return the loopback port. */
    public int port() {
        return server.getLocalPort();
    }

    /** Return how many connections came. */
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().name("testing-socket").start(() -> play(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void play(Socket socket) {
        try (socket) {
            script.play(socket, this);
        } catch (IOException | InterruptedException e) {
            // The peer has gone, which is what most scripts are for.
        } finally {
            open.remove(socket);
        }
    }

    private static void readHead(InputStream in) throws IOException {
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("request: ended within its head");
            }
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
    }
}
