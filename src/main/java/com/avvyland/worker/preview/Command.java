// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program of the machine to its end, and keeps the last of what it said. */
record Command(List<String> line, Map<String, String> environment) {

    private static final int KEPT = 4096;

    static Command of(String... line) {
        return new Command(List.of(line), Map.of());
    }

    /** Holds how a program ended; {@code exit} is -1 when it could not be started or was too slow. */
    record Result(int exit, String output) {

        boolean ok() {
            return exit == 0;
        }

        /** Return the line that names the fault, else the last one that says anything. */
        String reason() {
            return output.lines()
                    .filter(line -> line.startsWith("E: ") || line.contains("Error"))
                    .findFirst()
                    .orElseGet(
                            () -> output.lines().filter(line -> !line.isBlank()).reduce("", (first, second) -> second))
                    .strip();
        }
    }

    Result run(Duration limit) {
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            var tail = new Tail();
            Thread reader = Thread.ofVirtual().start(() -> tail.drain(process.getInputStream()));
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return new Result(-1, "no end within " + limit);
            }
            reader.join(Duration.ofSeconds(2));
            return new Result(process.exitValue(), tail.text());
        } catch (IOException e) {
            return new Result(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(-1, "interrupted");
        }
    }

    private static final class Tail {

        private final StringBuilder kept = new StringBuilder();

        void drain(InputStream in) {
            byte[] chunk = new byte[KEPT];
            try (in) {
                for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                    append(new String(chunk, 0, n, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                append("\n" + e.getMessage());
            }
        }

        synchronized void append(String text) {
            kept.append(text);
            if (kept.length() > KEPT) {
                kept.delete(0, kept.length() - KEPT);
            }
        }

        synchronized String text() {
            return kept.toString();
        }
    }
}
