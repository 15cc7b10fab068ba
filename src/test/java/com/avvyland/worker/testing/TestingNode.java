// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a folder of src/test/js under Node.js, with the exact packages that it names; skips the test where it can't. */
public final class TestingNode {

    private final Path folder;

    private TestingNode(Path folder) {
        this.folder = folder;
    }

    /** Copy the folder below target/ and install what its package.json names, without running anybody's scripts. */
    public static TestingNode install(String name) throws Exception {
        assumeTrue(
                onPath("node") && onPath("npm"),
                "node, npm: not on PATH (expected: both, to compare with npm's build)");
        Path source = Path.of("src/test/js", name);
        Path folder = Files.createDirectories(Path.of("target", "js", name).toAbsolutePath());
        boolean changed = false;
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                changed |= copy(file, folder.resolve(file.getFileName()));
            }
        }
        TestingNode npm = new TestingNode(folder);
        boolean wants = Files.readString(source.resolve("package.json")).contains("\"dependencies\"");
        if (wants && (changed || !Files.isDirectory(folder.resolve("node_modules")))) {
            assumeTrue(onPath("npm"), "npm: not on PATH (expected: npm, to install what src/test/js names)");
            String output = npm.run(List.of(
                    "npm", "install", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--silent"));
            assumeTrue(Files.isDirectory(folder.resolve("node_modules")), "npm install: " + output.strip());
        }
        return npm;
    }

    private static boolean copy(Path from, Path to) throws IOException {
        if (Files.exists(to) && Files.mismatch(from, to) == -1) {
            return false;
        }
        Files.write(to, Files.readAllBytes(from));
        return true;
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
    }

    /** Put a file of the class path into the folder. */
    public void addResource(String resource, String name) throws IOException {
        try (InputStream content = TestingNode.class.getClassLoader().getResourceAsStream(resource)) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            Files.copy(Objects.requireNonNull(content, resource), file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Run a script of the folder to its end. */
    public void node(String script, Path argument) throws Exception {
        String output = run(List.of("node", script, argument.toString()));
        if (!output.isBlank()) {
            throw new IllegalStateException(output);
        }
    }

    /** Run a script of the folder, or of a package installed in it, and return what it prints. */
    public String output(String script, String... arguments) throws Exception {
        return run(
                Stream.concat(Stream.of("node", script), Stream.of(arguments)).toList());
    }

    /** Start a script that runs until its standard input ends; whoever starts it closes that. */
    public Process start(String script, String... arguments) throws IOException {
        return new ProcessBuilder(Stream.concat(Stream.of("node", script), Stream.of(arguments))
                        .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    /** Start a script of the folder that serves until its standard input ends. */
    public Process serve(String script, Path argument) throws IOException {
        return new ProcessBuilder("node", script, argument.toString())
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return output;
    }
}
