// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs one of the receivers of docs/examples/verify; skips the test where its language is missing. */
final class TestingExample implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;
    private final int port;

    private TestingExample(Process process) throws IOException {
        this.process = process;
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        port = Integer.parseInt(line("listening"));
    }

    /** Start the receiver of a language with the secrets that it knows. */
    static TestingExample start(String language, String... secrets) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command(language)).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of("CALLBACK_SECRETS", String.join(",", secrets), "PORT", "0", "ADDRESS", "127.0.0.1:0"));
        return new TestingExample(builder.start());
    }

    private static List<String> command(String language) throws Exception {
        String examples = "docs/examples/verify/";
        return switch (language) {
            case "go" -> List.of(goBinary(examples + "go"));
            case "node" -> List.of(program("node"), examples + "js/receiver.mjs");
            case "webcrypto" -> List.of(program("node"), examples + "js/webcrypto.mjs");
            case "python" -> List.of(program("python3"), examples + "python/receiver.py");
            default -> throw new IllegalArgumentException(language);
        };
    }

    private static String program(String name) {
        Optional<Path> found = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), name + ": not on PATH (expected: it, to run the example)");
        return found.orElseThrow().toString();
    }

    private static String goBinary(String folder) throws Exception {
        Path binary = Path.of("target", "callback-receiver").toAbsolutePath();
        Process build = new ProcessBuilder(program("go"), "build", "-o", binary.toString(), ".")
                .directory(new File(folder))
                .redirectErrorStream(true)
                .start();
        String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (build.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
        return binary.toString();
    }

    String url() {
        return "http://127.0.0.1:" + port + "/callback";
    }

    /** Wait for its next line, and return what follows a word that it must begin with. */
    String line(String word) throws IOException {
        String line = output.readLine();
        if (line == null || !line.startsWith(word + " ")) {
            throw new IllegalStateException("example: %s (expected: %s ...)".formatted(line, word));
        }
        return line.substring(word.length() + 1);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
}
