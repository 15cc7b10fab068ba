// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the packaged worker as a child process, as an operator does, and collects what it prints. */
public final class WorkerProcess implements AutoCloseable {

    private final Process process;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Thread reader;

    /** Start one command of the packaged worker with nothing in its environment but what is given. */
    public WorkerProcess(Map<String, String> environment, String... arguments) throws IOException {
        this(
                Path.of("target/avvy-worker.jar").toAbsolutePath()
                        + File.pathSeparator
                        + Path.of("target/lib").toAbsolutePath()
                        + "/*",
                environment,
                arguments);
    }

    /** Start one command of the worker as the test's own class path has it. */
    public static WorkerProcess ofClasses(Map<String, String> environment, String... arguments) throws IOException {
        return new WorkerProcess(
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                environment,
                arguments);
    }

    private WorkerProcess(String classPath, Map<String, String> environment, String... arguments) throws IOException {
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dcamel.threads.virtual.enabled=true",
                "-cp",
                classPath,
                "com.avvyland.worker.Main"));
        Collections.addAll(command, arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        String path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path == null ? "" : path);
        builder.environment().put("HOME", System.getProperty("user.home"));
        // Workers of tests run beside each other.
        builder.environment().put("AVVY_OBSERVE_PORT", "off");
        builder.environment().putAll(environment);
        process = builder.start();
        reader = Thread.ofVirtual().start(this::read);
    }

    /** Return the lines printed so far. */
    public List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Return the processes that the worker has started and that live. */
    public Collection<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /** Return its process id. */
    public long pid() {
        return process.pid();
    }

    /** Tell whether it still runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Ask the worker to stop, as an orchestrator does. */
    public void sigterm() {
        process.destroy();
    }

    /** End the worker's JVM alone, as a lack of memory does: what it has started must notice by itself. */
    public void sigkill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Let the worker's JVM stand still, as a machine that is frozen or moved does. */
    public void sigstop() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Let it go on. */
    public void sigcont() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("kill -%s: status %d (expected: 0)".formatted(name, status));
        }
    }

    /** End the worker at once, with what it has started: nothing is cleaned up. */
    public void kill() throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly().waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** Wait for the end and return the exit status. */
    public int await(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("worker: still running after " + patience + "\n" + String.join("\n", lines()));
        }
        reader.join();
        return process.exitValue();
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private void read() {
        try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException closed) {
            lines.add("output closed: " + closed.getMessage());
        }
    }
}
