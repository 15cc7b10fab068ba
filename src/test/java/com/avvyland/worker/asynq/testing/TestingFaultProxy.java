// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and Redis on loopback and breaks the line in the ways networks do. */
public final class TestingFaultProxy implements AutoCloseable {

    /** What becomes of bytes on the way. */
    public enum Line {
        /** Nothing happens to them. */
        GOOD,
        /** They are held up in both directions, as by a partition: TCP delivers them once it heals. */
        BLACK_HOLE,
        /** They vanish in both directions, as behind a firewall that forgot the connection. */
        DROPPING,
        /** Requests arrive, replies vanish. */
        NO_REPLIES,
        /** Requests arrive, replies vanish but for those like {@code +OK} and {@code +PONG}: connections look alive. */
        NO_ANSWERS,
        /** New connections are closed at once. */
        REFUSING
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Object lock = new Object();
    private volatile Line line = Line.GOOD;

    public TestingFaultProxy(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    public String uri() {
        return "redis://127.0.0.1:" + listener.getLocalPort();
    }

    public void line(Line newLine) {
        synchronized (lock) {
            line = newLine;
            lock.notifyAll();
        }
    }

    /** Return how many connections were accepted so far. */
    public int accepted() {
        return accepted.get();
    }

    /** Reset every connection (RST, for unsent data is discarded). */
    public void reset() {
        sockets.forEach(socket -> {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException _) {
                // Closed already.
            }
            close(socket);
        });
        sockets.clear();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                accepted.incrementAndGet();
                awaitHealed();
                if (line == Line.REFUSING) {
                    close(client);
                    continue;
                }
                Socket server;
                try {
                    server = new Socket(InetAddress.getLoopbackAddress(), target);
                } catch (IOException _) {
                    close(client);
                    continue;
                }
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(server);
                Thread.ofVirtual().start(() -> pump(client, server, false));
                Thread.ofVirtual().start(() -> pump(server, client, true));
            } catch (IOException _) {
                // The listener is closed, or the client is gone already.
            }
        }
    }

    private void pump(Socket from, Socket to, boolean replies) {
        byte[] buffer = new byte[64 << 10];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitHealed();
                if (vanishes(replies, buffer[0])) {
                    continue;
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException _) {
            // One side is gone; so is the other below.
        }
        close(from);
        close(to);
    }

    private boolean vanishes(boolean reply, byte first) {
        return switch (line) {
            case DROPPING -> true;
            case NO_REPLIES -> reply;
            case NO_ANSWERS -> reply && first != '+';
            default -> false;
        };
    }

    private void awaitHealed() throws IOException {
        synchronized (lock) {
            while (line == Line.BLACK_HOLE) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // Closed already.
        }
    }

    @Override
    public void close() throws IOException {
        line(Line.GOOD);
        listener.close();
        reset();
    }
}
