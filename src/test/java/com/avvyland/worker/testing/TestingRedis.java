// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/**
 * Runs a real Redis on a free loopback port for one test class: the machine's redis-server, else the embedded binary.
 *
 * <p>Nothing is written to disk but in a directory of its own. Register it as a static {@code @RegisterExtension}.
 */
public final class TestingRedis implements BeforeAllCallback, AfterAllCallback {

    private static final Path INSTALLED = Path.of("/usr/bin/redis-server");

    private int port;
    private @Nullable RedisServer server;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        stop();
    }

    /** Start a server, on the same port as before when there was one. */
    public void start() throws IOException {
        if (port == 0) {
            port = freePort();
        }
        RedisServerBuilder builder = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("dir " + Files.createTempDirectory("testing-redis"));
        if (Files.isExecutable(INSTALLED)) {
            builder.executableProvider(() -> new File(INSTALLED.toString()));
        }
        server = builder.build();
        server.start();
    }

    /** Stop the server; it keeps its port for the next {@link #start}. */
    public void stop() throws IOException {
        if (server != null) {
            server.stop();
        }
    }

    /** Return the loopback port. */
    public int port() {
        return port;
    }

    /** Return {@code redis://127.0.0.1:port}. */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
