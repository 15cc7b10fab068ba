// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunInterruptIT {

    @Test
    void leavesNothingRunningAfterCtrlC(@TempDir Path out, @TempDir Path temporary) throws Exception {
        Process run = start(out, temporary);
        try (BufferedReader err = run.errorReader()) {
            String line = err.readLine();
            while (line != null && !line.contains(" % ")) {
                line = err.readLine();
            }
            List<ProcessHandle> children = run.descendants().toList();
            assertThat(children).as("a Redis and a browser at least").hasSizeGreaterThan(1);

            assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(run.pid()))
                            .start()
                            .waitFor())
                    .isZero();

            assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(run.exitValue()).isEqualTo(130);
            assertThat(temporary.toFile().list((_, name) -> name.startsWith("avvy-run-redis")))
                    .as("folders of the private Redis")
                    .isEmpty();
            await().atMost(Duration.ofSeconds(10)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            run.descendants().forEach(ProcessHandle::destroyForcibly);
            run.destroyForcibly();
        }
    }

    private static Process start(Path out, Path temporary) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dcamel.threads.virtual.enabled=true",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                "com.avvyland.worker.Main",
                "run",
                "src/main/resources/demo/model.glb",
                "--out",
                out.toString());
        builder.environment().put("AVVY_HOME", ".");
        builder.environment().keySet().removeIf(name -> name.endsWith("_API_KEY"));
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }
}
