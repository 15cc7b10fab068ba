// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects what each step took and made. Thread-safe. */
final class StepTable {

    /**
     * Holds one line.
     *
     * @param bytes what the step took in or made; negative where that says nothing
     */
    record Row(String step, Duration took, long bytes) {

        Row of(long size) {
            return new Row(step, took, size);
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
        rows.add(new Row(step, took, bytes));
    }

    synchronized List<Row> rows() {
        return List.copyOf(rows);
    }
}
