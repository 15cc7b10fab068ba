// SPDX-License-Identifier: Apache-2.0

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Names one program of the table.
 *
 * @param command how it is started; {@code @MODEL} and {@code @FOLDER} stand for what a one-shot program is asked for
 * @param warm whether it stays and is asked on its standard input
 * @param jobs how often a warm one pictures the model for one request
 * @param views how many previews one request gives
 * @param rounds how many timed ones it takes part in
 */
record Tool(String name, List<String> command, Map<String, String> environment, boolean warm, int jobs, int views, int rounds) {

    private static final int PATIENCE_SECONDS = 90;

    /** What one request took. */
    record Run(double wallMillis, double cpuSeconds, long peakBytes, int previews) {
        double millisPerPreview() {
            return wallMillis / previews;
        }

        double cpuPerPreview() {
            return cpuSeconds / previews;
        }
    }

    /** Start the program, make it picture one model, and end it. */
    Run cold(Path model, Path folder, boolean memory) throws Exception {
        clear(folder);
        double before = Usage.ofTheDead();
        long began = System.nanoTime();
        double wall;
        long peak;
        double seen;
        Process process = start(model, folder);
        try (var usage = new Usage(process.toHandle(), memory)) {
            if (warm) {
                try (var session = new Session(this, process)) {
                    session.ask(model, folder);
                    wall = (System.nanoTime() - began) / 1e6;
                }
            } else {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException(name + ": no answer");
                }
                wall = (System.nanoTime() - began) / 1e6;
            }
            seen = usage.seconds();
            peak = usage.peak();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        return new Run(wall, Math.max(seen, Usage.ofTheDead() - before), peak, count(folder));
    }

    Process start(Path model, Path folder) throws IOException {
        List<String> words = new ArrayList<>();
        for (String word : command) {
            words.add(word.replace("@MODEL", model.toString()).replace("@FOLDER", folder.toString()));
        }
        var builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.resolveSibling("errors.log").toFile()));
        if (!warm) {
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        return builder.start();
    }

    private static void clear(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** Count the pictures; a program that writes none, or an empty one, has failed. */
    private int count(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            int count = (int) files.filter(file -> file.toFile().length() > 200).count();
            if (count != views) {
                throw new IOException("%s: %d pictures (expected: %d)".formatted(name, count, views));
            }
            return count;
        }
    }

    /** Holds a warm program. */
    static final class Session implements AutoCloseable {
        private final Tool tool;
        private final Process process;
        private final BufferedReader answers;

        Session(Tool tool, Process process) {
            this.tool = tool;
            this.process = process;
            this.answers = new BufferedReader(new InputStreamReader(process.getInputStream()));
        }

        Run run(Path model, Path folder, boolean memory) throws Exception {
            clear(folder);
            long peak = 0;
            double before = Usage.ofTree(process.toHandle());
            long began = System.nanoTime();
            int previews;
            double wall;
            if (memory) {
                try (var usage = new Usage(process.toHandle(), true)) {
                    previews = ask(model, folder);
                    wall = (System.nanoTime() - began) / 1e6;
                    peak = usage.peak();
                }
            } else {
                previews = ask(model, folder);
                wall = (System.nanoTime() - began) / 1e6;
            }
            return new Run(wall, Usage.ofTree(process.toHandle()) - before, peak, previews);
        }

        int ask(Path model, Path folder) throws Exception {
            var output = process.outputWriter();
            output.write(tool.jobs() + "\t" + folder + "\t" + model + "\n");
            output.flush();
            String answer = CompletableFuture.supplyAsync(() -> {
                        try {
                            for (String line; (line = answers.readLine()) != null; ) {
                                if (line.startsWith("previews\t")) {
                                    return line;
                                }
                            }
                            return "ended";
                        } catch (IOException e) {
                            return "ended";
                        }
                    })
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!answer.startsWith("previews\t")) {
                throw new IOException(tool.name() + ": it ended");
            }
            tool.count(folder);
            return Integer.parseInt(answer.substring(answer.indexOf('\t') + 1));
        }

        @Override
        public void close() throws Exception {
            process.outputWriter().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        }
    }
}
