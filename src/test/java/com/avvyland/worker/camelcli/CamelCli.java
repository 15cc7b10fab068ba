// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.camelcli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs one command of the Camel CLI as a child process, as a person does, in a folder with copies of the routes and
 * Kamelets that may be edited.
 *
 * <p>The jar that was just built is offered in a Maven repository under {@code target}; the user's own is read, never
 * written.
 */
final class CamelCli implements AutoCloseable {

    private static final Path HOME = Path.of("target/camel-cli").toAbsolutePath();
    private static final Path REPOSITORY = HOME.resolve("repository");
    private static final String WORKER = "com/avvyland/avvy-worker/0.1.0-SNAPSHOT/avvy-worker-0.1.0-SNAPSHOT.";

    private final Process process;
    private final Path output;

    private CamelCli(Path folder, Map<String, String> environment, List<String> arguments) throws IOException {
        String classPath = Files.readString(HOME.resolve("classpath"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dmaven.repo.local=" + REPOSITORY,
                "-cp",
                classPath,
                Path.of("src/test/camel-cli/Camel.java").toAbsolutePath().toString()));
        command.addAll(arguments);
        output = Files.createTempFile(folder, "camel", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    /** Copy the routes and Kamelets into a folder, and offer the jar that was just built. */
    static void prepare(Path folder) throws IOException {
        copy(Path.of("routes"), folder.resolve("routes"));
        copy(Path.of("kamelets"), folder.resolve("kamelets"));
        Files.createDirectories(REPOSITORY.resolve(WORKER).getParent());
        for (Map.Entry<String, Path> file : Map.of(
                        "jar", Path.of("target/avvy-worker.jar"),
                        "pom", Path.of("pom.xml"))
                .entrySet()) {
            Files.copy(
                    file.getValue(), REPOSITORY.resolve(WORKER + file.getKey()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Start {@code camel run} with the command line of the README and more. */
    static CamelCli run(Path folder, Map<String, String> environment, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run"));
        try (Stream<Path> files = Files.list(folder.resolve("routes"))) {
            files.sorted().map(file -> "routes/" + file.getFileName()).forEach(arguments::add);
        }
        arguments.add("--dep=mvn:com.avvyland:avvy-worker:0.1.0-SNAPSHOT");
        arguments.add("--local-kamelet-dir=kamelets");
        arguments.add("--logging-color=false");
        arguments.add("--repos=" + own().toUri());
        arguments.addAll(List.of(more));
        return new CamelCli(folder, environment, arguments);
    }

    /** Run another command to its end and return what it prints. */
    static List<String> ask(Path folder, String... arguments) throws IOException, InterruptedException {
        try (CamelCli command = new CamelCli(folder, Map.of(), List.of(arguments))) {
            command.await(Duration.ofSeconds(60));
            return command.lines();
        }
    }

    /** Return the lines printed so far. */
    List<String> lines() {
        try {
            return Files.readAllLines(output);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Return the processes that it has started and that live. */
    Collection<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /** Tell whether it still runs. */
    boolean alive() {
        return process.isAlive();
    }

    /** Return its process id. */
    long pid() {
        return process.pid();
    }

    /** Ask it to stop, as an orchestrator does. */
    void sigterm() {
        process.destroy();
    }

    /** Wait for its end. */
    void await(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("camel: still running after " + patience + "\n" + String.join("\n", lines()));
        }
    }

    @Override
    public void close() {
        Collection<ProcessHandle> children = children();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** The user's Maven repository: where the CLI's own jars are. */
    private static Path own() throws IOException {
        String classPath = Files.readString(HOME.resolve("classpath"));
        int end = classPath.indexOf("/org/apache/camel/camel-jbang-core/".replace('/', java.io.File.separatorChar));
        int start = classPath.lastIndexOf(java.io.File.pathSeparatorChar, end) + 1;
        return Path.of(classPath.substring(start, end));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
