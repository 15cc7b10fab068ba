// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints rows with their columns below each other; columns of numbers end at the same place. */
final class Table {

    private static final int GAP = 2;

    private final List<List<String>> rows = new ArrayList<>();

    private Table() {}

    /** Begin a table with the names of its columns. */
    static Table of(String... names) {
        Table table = new Table();
        table.rows.add(List.of(names));
        return table;
    }

    /** Begin a table without names, for facts about one thing. */
    static Table ofFacts() {
        return new Table();
    }

    /** Add a row; null is shown as a dash. */
    Table row(@Nullable Object... cells) {
        rows.add(Arrays.stream(cells)
                .map(cell -> cell == null ? "-" : Plain.line(cell.toString()))
                .toList());
        return this;
    }

    void print(PrintWriter out) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        boolean[] numbers = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            int at = column;
            widths[column] =
                    rows.stream().mapToInt(row -> cell(row, at).length()).max().orElse(0);
            numbers[column] = rows.size() > 1
                    && rows.stream().skip(1).allMatch(row -> cell(row, at).matches("[0-9]+"));
        }
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String cell = cell(row, column);
                String pad = " ".repeat(widths[column] - cell.length());
                line.append(numbers[column] ? pad + cell : cell + pad).append(" ".repeat(GAP));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static String cell(List<String> row, int column) {
        return column < row.size() ? row.get(column) : "";
    }
}
