// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborDump;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Holds what came back from one task, read from the callback's bytes as a receiver would.
 *
 * @param callback the decoded body
 * @param body the raw bytes
 * @param verified whether the signature held
 * @param took from enqueue to the callback's arrival
 * @param microUsd millionths of a US dollar that the worker counted for the task
 * @param rehearsal whether providers were made up, so that nothing of it was paid
 * @param made the canonical model, read again; absent where there is none
 */
record RunResult(
        RunInput input,
        JsonNode callback,
        byte[] body,
        boolean verified,
        Duration took,
        List<StepTable.Row> steps,
        long microUsd,
        boolean rehearsal,
        RunFiles files,
        @Nullable MadeModel made) {

    static RunResult of(
            RunInput input,
            byte[] body,
            boolean verified,
            Duration took,
            List<StepTable.Row> steps,
            long microUsd,
            boolean rehearsal)
            throws IOException {
        JsonNode callback = new CBORMapper().readTree(body);
        RunFiles files = RunFiles.of(callback);
        RunFiles.Entry canonical = files.first("canonical_model");
        MadeModel made = canonical == null ? null : MadeModel.of(canonical.bytes());
        var bare = new RunResult(input, callback, body, verified, took, steps, microUsd, rehearsal, files, made);
        List<StepTable.Row> sized =
                steps.stream().map(row -> StepSizes.of(row, bare)).toList();
        return new RunResult(input, callback, body, verified, took, sized, microUsd, rehearsal, files, made);
    }

    /** Tell whether the task was completed, its signature held, and what it says of its artifacts is so. */
    boolean accepted() {
        return verified
                && status().equals("completed")
                && files.entries().stream().allMatch(RunFiles.Entry::sound);
    }

    String status() {
        return callback.path("status").asText();
    }

    /** Return the code and the words of a failure; empty for none. */
    String failure() {
        return callback.has("error")
                ? callback.path("error_code").asText() + ": "
                        + callback.path("error").asText()
                : "";
    }

    /** Return the triangles that the model had when it came; negative where nobody says. */
    long trianglesBefore() {
        return callback.at("/metadata/geometry/triangles").asLong(-1);
    }

    /** Return the triangles of the canonical model; negative where there is none. */
    long trianglesAfter() {
        return made == null || made.facts() == null ? -1 : made.facts().triangles();
    }

    double usd() {
        return microUsd / 1e6;
    }

    /** Return what was spent, for people; empty where no provider was asked. */
    String cost() {
        if (microUsd == 0 && !rehearsal) {
            return "";
        }
        return rehearsal
                ? String.format(Locale.ROOT, "nothing; %.4f USD by price list", usd())
                : String.format(Locale.ROOT, "%.4f USD", usd());
    }

    /** Write pictures, artifacts, callback, report and contact sheet into a folder, which is made where it is missing. */
    void write(Path folder, List<ContactSheet.Comparison> comparisons) throws IOException {
        Files.createDirectories(folder);
        files.write(folder);
        Files.write(folder.resolve("callback.cbor"), body);
        Files.writeString(folder.resolve("callback.json"), CborDump.json(Bytes.of(body)));
        Files.writeString(
                folder.resolve("report.json"),
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(RunReport.of(this)) + "\n");
        RunSheet.of(this, comparisons).write(folder.resolve("contact-sheet.html"));
    }

    /** Return what the terminal shows. */
    String print(Path folder) {
        var text = new StringBuilder();
        if (rehearsal) {
            text.append("REHEARSAL: pictures, scores and models of providers are made up; nothing was bought.\n\n");
        }
        text.append(StepTable.print(steps));
        int width = steps.stream().mapToInt(row -> row.step().length()).reduce(20, Math::max);
        text.append(String.format(Locale.ROOT, "%-" + width + "s %10.1f%n", "queue to callback", took.toNanos() / 1e6));
        text.append('\n').append(line(input.name())).append(": ").append(status());
        if (!failure().isEmpty()) {
            text.append(", ").append(line(failure()));
        }
        text.append("\nsignature: ").append(verified ? "verified" : "WRONG").append('\n');
        if (!cost().isEmpty()) {
            text.append("cost: ").append(cost()).append('\n');
        }
        for (String name : names()) {
            text.append(folder.resolve(name)).append('\n');
        }
        return text.toString().stripTrailing();
    }

    /** Return the files that {@link #write} leaves for people, in order. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        files.entries().forEach(entry -> names.add(entry.name()));
        names.addAll(List.of("callback.json", "report.json", "contact-sheet.html"));
        return names;
    }

    /** A terminal obeys control characters; names and errors may hold some. */
    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
