// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs Go's own asynq, built from src/test/go; where Go is missing the test that asks for it is skipped. */
public final class TestingGoPeer {

    private static @Nullable Path binary;

    private final int port;

    private TestingGoPeer(int port) {
        this.port = port;
    }

    /** Build the peer once and point it at a Redis on loopback. */
    public static synchronized TestingGoPeer on(int port) throws Exception {
        if (binary == null) {
            assumeTrue(hasGo(), "go: not on PATH (expected: Go 1.24 or later, for the interoperability tests)");
            Path target = Path.of("target", "asynqpeer").toAbsolutePath();
            Process build = new ProcessBuilder("go", "build", "-o", target.toString(), ".")
                    .directory(new File("src/test/go"))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(build.getInputStream().readAllBytes(), UTF_8);
            assumeTrue(build.waitFor() == 0, "go: asynq can't be built: " + output.strip());
            binary = target;
        }
        return new TestingGoPeer(port);
    }

    private static boolean hasGo() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, "go"))) {
                return true;
            }
        }
        return false;
    }

    /** Holds Go's worker and the file it writes a line a task to. */
    public record Worker(Process process, Path output) {

        /** Let it end its tasks and return its lines. */
        public List<String> stop() throws Exception {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("go: worker does not stop");
            }
            return Files.readAllLines(output);
        }
    }

    /** Start Go's worker on a queue. */
    public Worker work(String queue, int concurrency) throws IOException {
        return start("work", queue, String.valueOf(concurrency));
    }

    /** Start a command that runs until it is stopped. */
    public Worker start(String... args) throws IOException {
        Path output = Files.createTempFile("asynqpeer", ".txt");
        output.toFile().deleteOnExit();
        Process process = new ProcessBuilder(command(args))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Worker(process, output);
    }

    /** Start a process that does a step a line and answers each with a line. */
    public Process steps() throws IOException {
        return new ProcessBuilder(command("steps"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private List<String> command(String... args) {
        List<String> command = new ArrayList<>(List.of(String.valueOf(binary), "127.0.0.1:" + port));
        command.addAll(List.of(args));
        return command;
    }

    /** Run a command to its end and return what it printed. */
    public String run(String... args) throws Exception {
        Process process =
                new ProcessBuilder(command(args)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(output);
        }
        return output;
    }

    /** Run a command that answers in JSON. */
    public JsonNode ask(String... args) throws Exception {
        return new ObjectMapper().readTree(run(args));
    }
}
