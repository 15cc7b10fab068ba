// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import redis.embedded.RedisServer;

/** Runs a Redis of our own on a free loopback port: the machine's redis-server, else the embedded binary. */
final class PrivateRedis implements AutoCloseable {

    private final RedisServer server;
    private final Path directory;
    private final int port;

    private PrivateRedis(RedisServer server, Path directory, int port) {
        this.server = server;
        this.directory = directory;
        this.port = port;
    }

    static PrivateRedis start(String path) {
        Optional<File> installed = Arrays.stream(path.split(File.pathSeparator))
                .map(folder -> new File(folder, "redis-server"))
                .filter(File::canExecute)
                .findFirst();
        try {
            int port = freePort();
            // Looks at the platform, and throws what it likes when it does not know it.
            var builder = RedisServer.newRedisServer();
            Path directory = Files.createTempDirectory("avvy-run-redis");
            builder.port(port).bind("127.0.0.1").setting("save \"\"").setting("dir " + directory);
            installed.ifPresent(file -> builder.executableProvider(() -> file));
            RedisServer server = builder.build();
            server.start();
            return new PrivateRedis(server, directory, port);
        } catch (IOException | RuntimeException refused) {
            throw new CommandFailure("redis: could not be started: " + refused.getMessage()
                    + " (expected: redis-server on PATH, or a platform the embedded one supports)");
        }
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException {
        server.stop();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
