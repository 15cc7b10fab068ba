// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerDeathIT {

    @TempDir
    Path folder;

    private @Nullable Process started;

    @AfterEach
    void end() throws Exception {
        if (started != null) {
            started.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM", "INT"})
    void leavesNoBrowserBehindWhenTheWorkerDies(String signal) throws Exception {
        assumeFalse(signal.equals("INT") && ignoresInterrupts(), "SIGINT is ignored here, and so in every child");
        Process worker = start();
        List<ProcessHandle> children = children(worker);

        signal(signal, worker.pid());

        assertThat(worker.waitFor(10, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(10)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void sweepsWhatAKilledWorkerLeft() throws Exception {
        Process worker = start();
        List<ProcessHandle> children = children(worker);
        Scratch.create(folder).close();
        assertThat(scratches()).as("a living worker keeps its folder").isEqualTo(1);
        worker.destroyForcibly().waitFor();
        await().atMost(Duration.ofSeconds(10)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));

        try (var next = Scratch.create(folder)) {
            assertThat(scratches()).isEqualTo(1);
            assertThat(next.folder()).exists();
        }
    }

    @Test
    void keepsTheBrowserThroughCtrlC() throws Exception {
        List<ProcessHandle> children = children(start());
        // A terminal sends SIGINT to every process of the group; the worker is to drain with its browser alive.
        for (ProcessHandle child : children) {
            if (!TestingProcesses.commandLine(child).contains("--type=")) {
                signal("INT", child.pid());
            }
        }
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(3))
                .until(() -> children.stream().filter(ProcessHandle::isAlive).count() >= 2
                        && TestingProcesses.commandLine(children.getFirst()).contains("node"));
    }

    private Process start() throws Exception {
        Process worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestingWorker.class.getName(),
                        folder.resolve("pids").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        started = worker;
        return worker;
    }

    private List<ProcessHandle> children(Process worker) throws Exception {
        Path pids = folder.resolve("pids");
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(pids) || !worker.isAlive());
        assertThat(pids).as(Files.readString(folder.resolve("log"))).exists();
        List<ProcessHandle> children = Files.readAllLines(pids).stream()
                .map(Long::parseLong)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();
        assertThat(children).hasSizeGreaterThan(2);
        return children;
    }

    /** A process that a shell started in the background ignores SIGINT, and its children do too. */
    private static boolean ignoresInterrupts() throws Exception {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .anyMatch(mask -> (mask & 2) != 0);
    }

    private long scratches() throws Exception {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("avvy-worker-previews-"))
                    .count();
        }
    }

    private static void signal(String name, long pid) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }
}
