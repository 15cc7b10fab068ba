// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import java.util.Locale;

/** Says beside each step of the routes what it took in or made, as far as the callback shows it. */
final class StepSizes {

    private StepSizes() {}

    /** Return the row with its bytes and triangles; steps that are not known here stay as they are. */
    static StepTable.Row of(StepTable.Row row, RunResult result) {
        return switch (row.step().replaceFirst("^(object|artifacts|projection-model|projection)-", "")) {
            case "read-model", "check-model" ->
                result.input().source() == null ? row : row.of(result.input().source().length);
            case "measure-geometry" -> result.trianglesAfter() < 0 ? row : row.with(count(result.trianglesBefore()));
            case "render-previews" -> row.of(sum(result, "preview"));
            case "write-canonical" ->
                made(row, result, "canonical_model")
                        .with(
                                result.trianglesAfter() < 0
                                        ? null
                                        : count(result.trianglesBefore()) + " -> " + count(result.trianglesAfter()));
            case "write-view" -> made(row, result, "processed_cbor");
            case "source-picture" -> made(row, result, "source_image");
            case "prepare-picture" -> made(row, result, "preprocessed_image");
            case "paint-picture" -> made(row, result, "generated_image");
            case "keep-result", "deliver" -> row.of(result.body().length);
            default -> row;
        };
    }

    private static StepTable.Row made(StepTable.Row row, RunResult result, String kind) {
        long bytes = sum(result, kind);
        return bytes == 0 ? row : row.of(bytes);
    }

    private static long sum(RunResult result, String kind) {
        return result.files().entries().stream()
                .filter(entry -> entry.kind().equals(kind))
                .mapToLong(entry -> entry.bytes().length)
                .sum();
    }

    private static String count(long triangles) {
        return triangles < 0 ? "?" : String.format(Locale.ROOT, "%,d", triangles);
    }
}
