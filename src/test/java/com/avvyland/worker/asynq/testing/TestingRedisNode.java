// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Runs one server process on a loopback port, in a directory of its own, and does to it what happens to servers.
 *
 * <p>It keeps port, directory and settings over a restart. The process ends with {@link #close} or with this JVM.
 */
public final class TestingRedisNode implements AutoCloseable {

    private static final Duration STARTED = Duration.ofSeconds(30);
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final TestingRedisBinary binary;
    private final boolean sentinel;
    private final int port = freePort();
    private final Path directory;
    private @Nullable Process process;

    private TestingRedisNode(TestingRedisBinary binary, boolean sentinel, String... settings) {
        this.binary = binary;
        this.sentinel = sentinel;
        try {
            directory = Files.createTempDirectory("testing-redis");
            List<String> lines = new ArrayList<>(
                    List.of("port " + port, "bind 127.0.0.1", "dir " + directory, "logfile " + log(), "daemonize no"));
            if (!sentinel) {
                lines.add("save \"\"");
            }
            lines.addAll(List.of(settings));
            Files.write(configuration(), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Start the best server there is with lines of its configuration file. */
    public static TestingRedisNode start(String... settings) {
        return start(TestingRedisBinary.best(), settings);
    }

    /** Start a server. */
    public static TestingRedisNode start(TestingRedisBinary binary, String... settings) {
        return started(() -> new TestingRedisNode(binary, false, settings));
    }

    /** Start a sentinel. */
    public static TestingRedisNode startSentinel(String... settings) {
        return started(() -> new TestingRedisNode(TestingRedisBinary.best(), true, settings));
    }

    /** A port is free until somebody else takes it, so another is tried. */
    private static TestingRedisNode started(Supplier<TestingRedisNode> nodes) {
        for (int tries = 3; ; tries--) {
            TestingRedisNode node = nodes.get();
            try {
                node.restart();
                return node;
            } catch (RuntimeException e) {
                node.close();
                if (tries == 1) {
                    throw e;
                }
            }
        }
    }

    /** Start the process again and wait until it answers. */
    public void restart(String... arguments) {
        restartLoading(arguments);
        Awaitility.await().pollDelay(Duration.ZERO).atMost(STARTED).until(this::answers);
    }

    /** Start the process again; it may still be reading its data. */
    public void restartLoading(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(binary.path().toString(), configuration().toString()));
        if (sentinel) {
            command.add("--sentinel");
        }
        command.addAll(List.of(arguments));
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile())
                    .start();
            RUNNING.add(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException("redis: ended at once (expected: a server): " + lastWords());
        }
        try (TestingResp resp = resp()) {
            return resp.raw("PING") != null;
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage()).startsWith("NOAUTH");
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
            return Files.readString(directory.resolve("output"), UTF_8)
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Ask it to end, as a service manager does. */
    public void stop() {
        end(true);
    }

    /** End it as a crash does. */
    public void kill() {
        end(false);
    }

    private void end(boolean politely) {
        Process ending = process;
        if (ending == null) {
            return;
        }
        if (politely) {
            ending.destroy();
        }
        try {
            if (!politely || !ending.waitFor(20, TimeUnit.SECONDS)) {
                ending.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            ending.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        RUNNING.remove(ending);
        process = null;
    }

    /** Take its processor away: connections stay open and nothing answers. */
    public void freeze() {
        signal("STOP");
    }

    /** End a {@link #freeze}. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("redis: not running");
        }
        try {
            new ProcessBuilder("sh", "-c", "kill -" + name + " " + running.pid())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Open an independent connection, for one thread; the caller closes it. */
    public TestingResp resp() {
        return new TestingResp(port);
    }

    /** Send one command over a connection of its own and return the reply as text. */
    public String ask(Object... command) {
        try (TestingResp resp = resp()) {
            return String.valueOf(resp.text(command));
        }
    }

    public int port() {
        return port;
    }

    public Path directory() {
        return directory;
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    private Path configuration() {
        return directory.resolve("redis.conf");
    }

    private Path log() {
        return directory.resolve("redis.log");
    }

    /** A port whose neighbour 10,000 further, which a cluster's servers talk on, is free too. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (ServerSocket first = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    ServerSocket second = new ServerSocket(port + 10_000, 1, InetAddress.getLoopbackAddress())) {
                return first.getLocalPort();
            } catch (IOException _) {
                // Taken; another one will be free.
            }
        }
    }

    @Override
    public void close() {
        kill();
    }
}
