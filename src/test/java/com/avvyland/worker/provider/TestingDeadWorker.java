// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.provider.TestingCrash.Boundary;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.testing.TestingRedis;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RedissonClient;

/**
 * Starts a worker that buys of every line at once, in a database of its own, and waits until it has died: by its own hand when every purchase is
 * at the boundary, or without one by SIGKILL, while every provider owes an answer.
 */
final class TestingDeadWorker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TestingRedis server;
    private final int database;
    private final Map<TestingLine, TestingProvider> fakes = new EnumMap<>(TestingLine.class);
    private final RedissonClient redis;

    /**
     * Let a worker live and die.
     *
     * @param database 0 to 15, as a Redis has sixteen of them
     * @param folder of its log
     */
    TestingDeadWorker(TestingRedis server, int database, Boundary boundary, Path folder) {
        this.server = server;
        this.database = database;
        for (TestingLine line : TestingLine.values()) {
            fakes.put(line, line.fake());
        }
        redis = TestingPurchasing.connect(server.port(), database);
        try {
            if (boundary == Boundary.NONE) {
                fakes.values().forEach(fake -> fake.next(Mishap.of(Mishap.Kind.HANG)));
                kill(start(boundary, folder));
            } else {
                awaitHalt(start(boundary, folder));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Return the provider of a line. */
    TestingProvider fake(TestingLine line) {
        return Objects.requireNonNull(fakes.get(line));
    }

    /** Return a client of the database. */
    RedissonClient redis() {
        return redis;
    }

    /** Start the worker that comes after it, for one line. */
    TestingPurchasing successor(TestingLine line) {
        return new TestingPurchasing(
                TestingPurchasing.connect(server.port(), database),
                line.environment(fake(line).url()),
                Path.of("routes"),
                null,
                null);
    }

    private void kill(Process worker) throws InterruptedException {
        try {
            await().atMost(PATIENCE)
                    .until(() -> fakes.values().stream()
                            .allMatch(fake -> fake.billed().size() == 1));
        } finally {
            worker.destroyForcibly().waitFor();
        }
    }

    private static void awaitHalt(Process worker) throws InterruptedException {
        boolean ended = worker.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        worker.destroyForcibly().waitFor();
        assertThat(ended).isTrue();
        assertThat(worker.exitValue()).isEqualTo(TestingCrash.HALTED);
    }

    private Process start(Boundary boundary, Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TestingCrash.class.getName(),
                String.valueOf(server.port()),
                String.valueOf(database),
                boundary.name()));
        fakes.forEach((line, fake) -> command.addAll(List.of(line.name(), fake.url())));
        File log = folder.resolve(database + ".log").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    @Override
    public void close() {
        redis.shutdown();
        fakes.values().forEach(TestingProvider::close);
    }
}
