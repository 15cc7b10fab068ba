// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the image holds, without an engine: the installed folder, its Java without a compiler, a user who may write nothing
 * of it.
 */
class InstalledIT {

    private static final String NOBODY = "10001";

    @TempDir
    private static Path root;

    private static Path home;
    private static Path java;

    @BeforeAll
    static void install() throws Exception {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = root.resolve("avvy");
        java = root.resolve("java");
        assertEnds(0, run(Path.of(""), List.of("bin/avvy-worker", "install", home.toString()), Map.of()));
        assertEnds(
                0,
                run(
                        root,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "jlink")
                                        .toString(),
                                "--output",
                                java.toString(),
                                "--add-modules",
                                Containerfile.read().modules()),
                        Map.of()));
    }

    @Test
    void hasTheLayoutThatDeployNames() throws IOException {
        assertThat(java.resolve("bin/javac")).doesNotExist();
        assertThat(names(home))
                .containsExactlyInAnyOrder(
                        "LICENSE", "bin", "config.yaml", "demo-lib", "kamelets", "lib", "prompts", "routes");
        assertThat(names(home.resolve("lib")))
                .contains("avvy-worker.jar")
                .noneMatch(name -> name.startsWith("embedded-redis"));
        assertThat(names(home.resolve("demo-lib"))).allMatch(name -> name.startsWith("embedded-redis"));
    }

    /** With a cache, too, that is of no JVM: it is passed over without a word. */
    @Test
    void runsATaskForAUserWhoMayWriteNothingOfIt() throws Exception {
        Files.write(home.resolve("lib/avvy-worker.aot"), new byte[4096]);
        Path own = Files.createDirectory(root.resolve("own"));
        List<String> nobody = nobody(own);
        readOnly(home);

        Ended demo = run(
                home, with(nobody, launcher(), "demo", "-o", own.resolve("out").toString()), environment());

        assertEnds(0, demo);
        assertThat(own.resolve("out/callback.cbor")).isNotEmptyFile();
        assertThat(demo.printed()).doesNotContain("[aot");
        assertThat(names(home.resolve("lib"))).contains("avvy-worker.aot");
    }

    @Test
    void saysWhereItCannotBuild() throws Exception {
        Ended test = run(home, List.of(launcher(), "test"), environment());

        assertEnds(1, test);
        assertThat(test.printed())
                .isEqualTo("avvy-worker: test: no sources (expected: in a clone of the repository)\n");
    }

    @Test
    void installsOnlyIntoANewFolder() throws Exception {
        Path full = Files.createDirectory(root.resolve("full"));
        Files.createFile(full.resolve("precious"));

        assertEnds(1, run(Path.of(""), List.of("bin/avvy-worker", "install", full.toString()), Map.of()));
        assertEnds(2, run(Path.of(""), List.of("bin/avvy-worker", "install"), Map.of()));
        assertThat(names(full)).containsExactly("precious");
    }

    /** Whoever is root becomes the image's user; whoever is not is no one in particular already. */
    private static List<String> nobody(Path own) throws Exception {
        if (!Integer.valueOf(0).equals(Files.getAttribute(root, "unix:uid"))) {
            return List.of();
        }
        List<String> prefix = List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups");
        assumeThat(run(root, with(prefix, "true"), Map.of()).status())
                .as("setpriv, to be another user than root")
                .isZero();
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
        return prefix;
    }

    private static void readOnly(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.setPosixFilePermissions(
                        file,
                        PosixFilePermissions.fromString(
                                Files.isDirectory(file) || Files.isExecutable(file) ? "r-xr-xr-x" : "r--r--r--"));
            }
        }
    }

    private static String launcher() {
        return home.resolve("bin/avvy-worker").toString();
    }

    private static Map<String, String> environment() {
        return Map.of("JAVA_HOME", java.toString(), "HOME", "/nonexistent");
    }

    private static List<String> with(List<String> prefix, String... command) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(List.of(command));
        return all;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private record Ended(int status, String printed) {}

    private static void assertEnds(int status, Ended ended) {
        assertThat(ended.status()).as(ended.printed()).isEqualTo(status);
    }

    private static Ended run(Path folder, List<String> command, Map<String, String> environment) throws Exception {
        var builder = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return new Ended(process.exitValue(), printed);
        } catch (IOException absent) {
            return new Ended(127, String.valueOf(absent.getMessage()));
        }
    }
}
