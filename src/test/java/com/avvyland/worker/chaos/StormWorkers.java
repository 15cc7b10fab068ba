// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.chaos;

import static java.time.Duration.ofSeconds;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.testing.WorkerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs packaged workers side by side, each in a place with a temporary folder of its own: whoever starts there after a
 * killed one finds what that one has left.
 */
final class StormWorkers implements AutoCloseable {

    private final Path folder;
    private final Map<String, String> environment;
    private final List<WorkerProcess> workers = new ArrayList<>();

    /** What killed workers had started. */
    private final List<ProcessHandle> left = new ArrayList<>();

    StormWorkers(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** Start one more. */
    WorkerProcess add() throws IOException {
        WorkerProcess worker = start(workers.size());
        workers.add(worker);
        return worker;
    }

    /** Return the places whose worker has done a step of a task. */
    List<Integer> working() {
        return IntStream.range(0, workers.size())
                .filter(place -> workers.get(place).lines().stream().anyMatch(line -> line.contains(" task=storm-")))
                .boxed()
                .toList();
    }

    /** Kill the worker of a place and start another there; return the process id of the dead one. */
    long replace(int place) throws IOException, InterruptedException {
        WorkerProcess worker = workers.get(place);
        List<ProcessHandle> started = List.copyOf(worker.children());
        worker.sigkill();
        left.addAll(started);
        workers.set(place, start(place));
        return worker.pid();
    }

    private WorkerProcess start(int place) throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("tmp-" + place));
        Map<String, String> own = new HashMap<>(environment);
        own.put("TMPDIR", temporary.toString());
        own.put("JDK_JAVA_OPTIONS", "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.io.tmpdir=" + temporary);
        return new WorkerProcess(own, "worker");
    }

    /** Stop all as an orchestrator does, and return what ends badly. */
    List<String> stop() throws InterruptedException {
        workers.forEach(WorkerProcess::sigterm);
        List<String> broken = new ArrayList<>();
        for (WorkerProcess worker : workers) {
            int status = worker.await(ofSeconds(60));
            // A JVM that SIGTERM ends says 128 and the signal's number.
            if (status != 0 && status != 143) {
                broken.add("worker: status %d (expected: 0)".formatted(status));
            }
        }
        return broken;
    }

    /** Return the processes that are left of the workers that were killed or stopped. */
    List<String> processes() throws IOException {
        List<String> found = new ArrayList<>(marked());
        left.stream()
                .filter(StormWorkers::runs)
                .forEach(each -> found.add("process of a killed worker: " + each.pid()));
        return found;
    }

    /** Return the temporary files that workers at work have taken over from killed ones; each has one folder of its own. */
    List<String> inherited() throws IOException {
        List<String> found = new ArrayList<>();
        for (int place : working()) {
            List<String> names = temporary(place);
            if (names.size() > 1) {
                found.add("place %d: %s (expected: one folder)".formatted(place, names));
            }
        }
        return found;
    }

    /** Return what all have left in their temporary folders. */
    List<String> temporary() throws IOException {
        List<String> found = new ArrayList<>();
        for (int place = 0; place < workers.size(); place++) {
            found.addAll(temporary(place));
        }
        return found;
    }

    private List<String> temporary(int place) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("tmp-" + place))) {
            List<String> names = new ArrayList<>();
            for (Path file : files.toList()) {
                try (Stream<Path> below = Files.walk(file)) {
                    names.add("%s (%d files)".formatted(file.getFileName(), below.count() - 1));
                }
            }
            return names;
        }
    }

    /** Wait for processes that notice only now that their worker is gone. */
    void awaitSilence() {
        await().atMost(ofSeconds(20))
                .until(() -> marked().isEmpty() && left.stream().noneMatch(StormWorkers::runs));
    }

    /** A process that has ended and that a container's first process does not reap is not one. */
    private static boolean runs(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
            return process.isAlive() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException noSuchProcessOrNoProc) {
            return process.isAlive();
        }
    }

    /** Return the processes whose temporary folder is one of ours: children inherit it. Empty where there is no /proc. */
    private List<String> marked() throws IOException {
        Path proc = Path.of("/proc");
        List<String> found = new ArrayList<>();
        if (!Files.isDirectory(proc)) {
            return found;
        }
        try (Stream<Path> processes = Files.list(proc)) {
            for (Path process : processes
                    .filter(each -> each.getFileName().toString().matches("[0-9]+"))
                    .toList()) {
                try {
                    String variables = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
                    if (variables.contains("TMPDIR=" + folder)) {
                        String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
                        found.add("process %s: %.80s".formatted(process.getFileName(), line.replace('\0', ' ')));
                    }
                } catch (IOException goneOrAnothers) {
                    continue;
                }
            }
        }
        return found;
    }

    @Override
    public void close() {
        workers.forEach(WorkerProcess::close);
        left.forEach(ProcessHandle::destroyForcibly);
    }
}
