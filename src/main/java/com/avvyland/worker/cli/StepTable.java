// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Collects what each step took and made. Thread-safe. */
final class StepTable {

    /**
     * Holds one line.
     *
     * @param bytes what the step took in or made; negative where that says nothing
     * @param triangles before and after, or how many there are; absent where that says nothing
     */
    record Row(
            String step,
            Duration took,
            long bytes,
            @Nullable String triangles) {

        Row of(long size) {
            return new Row(step, took, size, triangles);
        }

        Row with(@Nullable String count) {
            return new Row(step, took, bytes, count);
        }

        String milliseconds() {
            return String.format(Locale.ROOT, "%.1f", took.toNanos() / 1e6);
        }

        String size() {
            return bytes < 0 ? "" : String.format(Locale.ROOT, "%,d", bytes);
        }
    }

    private final List<Row> rows = new ArrayList<>();

    synchronized void add(String step, Duration took, long bytes) {
        rows.add(new Row(step, took, bytes, null));
    }

    synchronized List<Row> rows() {
        return List.copyOf(rows);
    }

    /** Return the rows as a terminal shows them; the last column is there when a row has it. */
    static String print(List<Row> rows) {
        int width = rows.stream().mapToInt(row -> row.step().length()).reduce(20, Math::max);
        boolean counted = rows.stream().anyMatch(row -> row.triangles() != null);
        var text = new StringBuilder();
        String head = counted ? "%-" + width + "s %10s %14s %20s" : "%-" + width + "s %10s %14s";
        text.append(String.format(Locale.ROOT, head, "step", "ms", "bytes", "triangles"))
                .append(System.lineSeparator());
        for (Row row : rows) {
            String line = String.format(
                    Locale.ROOT,
                    head,
                    row.step(),
                    row.milliseconds(),
                    row.size(),
                    row.triangles() == null ? "" : row.triangles());
            text.append(counted ? line.stripTrailing() : line).append(System.lineSeparator());
        }
        return text.toString();
    }
}
