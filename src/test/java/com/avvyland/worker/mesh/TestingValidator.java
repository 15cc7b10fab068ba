// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Runs the Khronos glTF validator under Node, fetched by npm into target/; a test is skipped where that cannot be. */
final class TestingValidator {

    private static final Path SOURCE = Path.of("src/test/js/validator");
    private static final Path FOLDER = Path.of("target/js/validator");

    private TestingValidator() {}

    /** Return what the validator says of each file: {@code "0"} errors, or their number and the first in words. */
    static Map<Path, String> errors(List<Path> files) throws IOException, InterruptedException {
        install();
        List<String> command = new ArrayList<>(List.of("node", "validate.js"));
        files.forEach(file -> command.add(file.toAbsolutePath().toString()));
        Ran ran = run(FOLDER, command);
        assertThat(ran.status()).as(ran.output()).isZero();
        Map<Path, String> errors = new TreeMap<>();
        ran.output()
                .lines()
                .map(line -> line.split("\t", -1))
                .forEach(fields ->
                        errors.put(Path.of(fields[0]), fields[1].equals("0") ? "0" : fields[1] + ": " + fields[3]));
        assertThat(errors).hasSameSizeAs(files);
        return errors;
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        for (String name : List.of("package.json", "validate.js")) {
            Files.copy(SOURCE.resolve(name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        assumeTrue(runs("node", "--version") && runs("npm", "--version"), "node and npm are not on this machine");
        if (!Files.exists(FOLDER.resolve("node_modules/gltf-validator/package.json"))) {
            Ran npm = run(FOLDER, List.of("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"));
            assumeTrue(npm.status() == 0, "npm cannot get gltf-validator on this machine");
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return run(FOLDER, List.of(command)).status() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    private static Ran run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("ran", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command.getFirst() + ": still running (expected: done in 120 s)");
            }
            return new Ran(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    private record Ran(int status, String output) {}
}
