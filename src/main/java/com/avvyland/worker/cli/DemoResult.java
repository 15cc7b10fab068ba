// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.cli.ContactSheet.Fact;
import com.avvyland.worker.cli.ContactSheet.Signature;
import com.avvyland.worker.cli.ContactSheet.Step;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborDump;
import com.avvyland.worker.task.ImageMime;
import com.avvyland.worker.task.Preview;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/**
 * Shows what came back from one task, read from the callback's bytes as a receiver would.
 *
 * @param callback the decoded body
 * @param body the raw bytes
 * @param verified whether the signature held
 * @param took from enqueue to the callback's arrival
 */
record DemoResult(
        String model,
        JsonNode callback,
        byte[] body,
        boolean verified,
        Duration took,
        List<Preview> previews,
        List<StepTable.Row> steps) {

    static DemoResult of(ModelFile model, byte[] body, boolean verified, Duration took, List<StepTable.Row> steps)
            throws IOException {
        JsonNode callback = new CBORMapper().readTree(body);
        var previews = new ArrayList<Preview>();
        for (JsonNode preview : callback.path("previews")) {
            previews.add(new Preview(
                    preview.path("angle").asText(),
                    preview.path("mime").asText(),
                    preview.path("width").asInt(),
                    preview.path("height").asInt(),
                    Bytes.of(preview.path("bytes").binaryValue())));
        }
        long pictures =
                previews.stream().mapToLong(preview -> preview.bytes().length()).sum();
        List<StepTable.Row> sized = steps.stream()
                .map(row -> switch (row.step()) {
                    case "read-model", "check-model" -> row.of(model.bytes().length);
                    case "render-previews" -> row.of(pictures);
                    case "keep-result", "deliver" -> row.of(body.length);
                    default -> row;
                })
                .toList();
        return new DemoResult(model.name(), callback, body, verified, took, previews, sized);
    }

    /** Tell whether the task was completed and its signature held. */
    boolean accepted() {
        return verified && callback.path("status").asText().equals("completed");
    }

    /** Write pictures, callback and contact sheet into a folder, which is made where it is missing. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Preview preview : previews) {
            Files.write(folder.resolve(fileName(preview)), preview.bytes().toByteArray());
        }
        Files.write(folder.resolve("callback.cbor"), body);
        Files.writeString(folder.resolve("callback.json"), CborDump.json(Bytes.of(body)));
        sheet().write(folder.resolve("contact-sheet.html"));
    }

    /** Return what the terminal shows. */
    String print(Path folder) {
        var text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%-20s %10s %14s%n", "step", "ms", "bytes"));
        for (StepTable.Row row : steps) {
            text.append(String.format(Locale.ROOT, "%-20s %10s %14s%n", row.step(), row.milliseconds(), row.size()));
        }
        text.append(String.format(Locale.ROOT, "%-20s %10.1f%n", "queue to callback", took.toNanos() / 1e6));
        text.append('\n')
                .append(model)
                .append(": ")
                .append(callback.path("status").asText());
        if (callback.has("error")) {
            text.append(", ")
                    .append(callback.path("error_code").asText())
                    .append(": ")
                    .append(callback.path("error").asText());
        }
        text.append("\nsignature: ").append(verified ? "verified" : "WRONG").append('\n');
        for (Preview preview : previews) {
            text.append(folder.resolve(fileName(preview))).append('\n');
        }
        return text.append(folder.resolve("callback.json"))
                .append('\n')
                .append(folder.resolve("contact-sheet.html"))
                .toString();
    }

    private ContactSheet sheet() {
        JsonNode metadata = callback.path("metadata");
        var facts = new ArrayList<Fact>();
        JsonNode geometry = metadata.path("geometry");
        geometry.properties()
                .forEach(entry -> facts.add(new Fact(entry.getKey().replace('_', ' '), text(entry.getValue()))));
        JsonNode size = metadata.path("estimated_dimensions");
        if (!size.isMissingNode()) {
            facts.add(new Fact("dimensions, metres", text(size)));
        }
        facts.add(new Fact("tags", text(metadata.path("tags"))));
        List<Step> rows = steps.stream()
                .map(row -> new Step(row.step(), row.took(), row.bytes() < 0 ? null : row.bytes()))
                .toList();
        String title = metadata.path("title").asText(model);
        String subtitle =
                metadata.path("description").asText(callback.path("error").asText(""));
        return new ContactSheet(
                title, subtitle, facts, rows, previews, verified ? Signature.VERIFIED : Signature.WRONG);
    }

    private static String fileName(Preview preview) {
        return preview.angle().replaceAll("[^a-z0-9_.-]", "_") + "."
                + ImageMime.parse(preview.mime()).extension();
    }

    private static String text(JsonNode value) {
        if (!value.isContainerNode()) {
            return value.isDouble() ? String.format(Locale.ROOT, "%.4g", value.asDouble()) : value.asText();
        }
        return StreamSupport.stream(value.spliterator(), false)
                .map(DemoResult::text)
                .reduce((a, b) -> a + ", " + b)
                .orElse("none");
    }
}
