// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.cli.ContactSheet.Badge;
import com.avvyland.worker.cli.ContactSheet.Comparison;
import com.avvyland.worker.cli.ContactSheet.Fact;
import com.avvyland.worker.cli.ContactSheet.Mood;
import com.avvyland.worker.cli.ContactSheet.Picture;
import com.avvyland.worker.cli.ContactSheet.Step;
import com.avvyland.worker.cli.ContactSheet.Table;
import com.avvyland.worker.task.TaskType;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** Puts a finished task on a {@link ContactSheet}. */
final class RunSheet {

    private RunSheet() {}

    static ContactSheet of(RunResult result, List<Comparison> comparisons) {
        JsonNode callback = result.callback();
        JsonNode metadata = callback.path("metadata");
        String title = metadata.path("title").asText(result.input().name());
        String subtitle = metadata.path("description")
                .asText(callback.path("prompt_original").asText(""));
        List<Picture> pictures = new ArrayList<>();
        for (RunFiles.Entry entry : result.files().entries()) {
            if (entry.mime().startsWith("image/")) {
                SheetPictures.of(entry).ifPresent(pictures::add);
            }
        }
        List<Step> steps = result.steps().stream()
                .map(row -> new Step(row.step(), row.took(), row.bytes() < 0 ? null : row.bytes()))
                .toList();
        return new ContactSheet(
                title,
                subtitle,
                badges(result),
                result.failure(),
                figures(result),
                comparisons,
                pictures,
                List.of(attempts(callback), facts(result), textures(result), files(result), prompt(callback)),
                steps);
    }

    private static List<Badge> badges(RunResult result) {
        List<Badge> badges = new ArrayList<>();
        if (result.rehearsal()) {
            badges.add(new Badge(Mood.WARNING, "Rehearsal: providers made up"));
        }
        badges.add(new Badge(Mood.QUIET, result.input().type().wireName()));
        badges.add(new Badge(result.status().equals("completed") ? Mood.GOOD : Mood.BAD, result.status()));
        badges.add(
                result.verified()
                        ? new Badge(Mood.GOOD, "Signature verified")
                        : new Badge(Mood.BAD, "Signature wrong"));
        return badges;
    }

    private static List<Fact> figures(RunResult result) {
        List<Fact> figures = new ArrayList<>();
        figures.add(new Fact(
                "File",
                result.input().name() + ", " + SheetText.size(result.input().size())));
        RunFiles.Entry canonical = result.files().first("canonical_model");
        if (canonical != null) {
            figures.add(
                    new Fact("Canonical GLB", SheetText.size(canonical.bytes().length) + change(result, canonical)));
        }
        RunFiles.Entry view = result.files().first("processed_cbor");
        if (view != null) {
            figures.add(new Fact("View for the browser", SheetText.size(view.bytes().length)));
        }
        if (result.trianglesBefore() >= 0) {
            String after = result.trianglesAfter() < 0 ? "" : " → " + count(result.trianglesAfter());
            figures.add(new Fact("Triangles", count(result.trianglesBefore()) + after));
        }
        JsonNode score = result.callback().path("score");
        if (score.isNumber()) {
            figures.add(new Fact("Score", String.format(Locale.ROOT, "%.2f", score.asDouble())));
        }
        figures.add(new Fact("Queue to callback", SheetText.millis(result.took()) + " ms"));
        if (!result.cost().isEmpty()) {
            figures.add(new Fact("Cost", result.cost()));
        }
        return figures;
    }

    /** Return how much smaller or larger the canonical model is than the file that it was made of. */
    private static String change(RunResult result, RunFiles.Entry canonical) {
        if (result.input().type() != TaskType.MODEL_OBJECT_PIPELINE
                || result.input().source() == null) {
            return "";
        }
        double percent =
                100.0 * canonical.bytes().length / Math.max(1, result.input().source().length) - 100;
        return String.format(Locale.ROOT, " (%+.0f %%)", percent).replace('-', '−');
    }

    private static Table attempts(JsonNode callback) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode attempt : callback.path("attempts")) {
            rows.add(List.of(
                    attempt.path("number").asText(),
                    attempt.path("round").asText(),
                    attempt.path("provider").asText() + " "
                            + attempt.path("model").asText(""),
                    attempt.path("outcome").asText().replace('_', ' '),
                    attempt.has("score")
                            ? String.format(
                                    Locale.ROOT, "%.2f", attempt.path("score").asDouble())
                            : "",
                    attempt.path("judge").asText(""),
                    attempt.path("score_reasons").asText(attempt.path("error").asText("")),
                    String.format(
                            Locale.ROOT, "%,d ms", attempt.path("duration_ms").asLong()),
                    attempt.has("cost_usd")
                            ? String.format(
                                    Locale.ROOT,
                                    "%.4f",
                                    attempt.path("cost_usd").asDouble())
                            : ""));
        }
        return new Table(
                "Attempts",
                List.of("no.", "round", "painter", "outcome", "score", "judge", "reasons", "time", "USD"),
                rows,
                true);
    }

    private static Table facts(RunResult result) {
        List<List<String>> rows = new ArrayList<>();
        JsonNode metadata = result.callback().path("metadata");
        metadata.path("geometry")
                .properties()
                .forEach(fact -> rows.add(List.of(fact.getKey().replace('_', ' '), text(fact.getValue()))));
        if (metadata.has("estimated_dimensions")) {
            rows.add(List.of("dimensions, metres", text(metadata.path("estimated_dimensions"))));
        }
        if (metadata.has("tags")) {
            rows.add(List.of("tags", text(metadata.path("tags"))));
        }
        for (String key : List.of("provider", "provider_job_id")) {
            if (result.callback().has(key)) {
                rows.add(List.of(
                        key.replace('_', ' '), result.callback().path(key).asText()));
            }
        }
        MadeModel made = result.made();
        if (made != null) {
            rows.add(List.of(
                    "validator", made.messages().isEmpty() ? "no messages" : String.join("; ", made.messages())));
        }
        return new Table(metadata.isObject() ? "Model" : "Facts", List.of(), rows, false);
    }

    /** The words are half a page. */
    private static Table prompt(JsonNode callback) {
        List<List<String>> rows = callback.has("prompt_used")
                ? List.of(List.of("prompt used", callback.path("prompt_used").asText()))
                : List.of();
        return new Table("Words", List.of(), rows, true);
    }

    private static Table textures(RunResult result) {
        MadeModel made = result.made();
        List<List<String>> rows = made == null
                ? List.of()
                : made.textures().stream()
                        .map(texture -> List.of(
                                texture.mime().replace("image/", ""),
                                texture.width() + " × " + texture.height(),
                                SheetText.size(texture.bytes()),
                                texture.sha256().substring(0, 12) + "…"))
                        .toList();
        return new Table("Textures", List.of("format", "pixels", "size", "sha-256"), rows, false);
    }

    private static Table files(RunResult result) {
        List<List<String>> rows = result.files().entries().stream()
                .map(entry -> List.of(
                        entry.name(),
                        SheetText.size(entry.bytes().length),
                        entry.sound() ? ModelFile.sha256(entry.bytes()).substring(0, 12) + "…" : "NOT as stated"))
                .toList();
        return new Table("Files", List.of("name", "size", "sha-256"), rows, false);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String text(JsonNode value) {
        if (!value.isContainerNode()) {
            return value.isDouble() ? String.format(Locale.ROOT, "%.4g", value.asDouble()) : value.asText();
        }
        return StreamSupport.stream(value.spliterator(), false)
                .map(RunSheet::text)
                .reduce((a, b) -> a + ", " + b)
                .orElse("none");
    }
}
