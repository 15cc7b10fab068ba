// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static com.avvyland.worker.cli.SheetText.escape;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Writes the tables of a {@link ContactSheet}. */
final class SheetTable {

    private SheetTable() {}

    static void write(Writer out, List<ContactSheet.Table> tables) throws IOException {
        for (ContactSheet.Table table : tables) {
            write(out, table);
        }
    }

    private static void write(Writer out, ContactSheet.Table table) throws IOException {
        if (table.rows().isEmpty()) {
            return;
        }
        out.write("<section%s><h2>%s</h2>".formatted(table.wide() ? " class=\"wide\"" : "", escape(table.title())));
        out.write(table.columns().isEmpty() ? "<table class=\"facts\">\n" : "<table class=\"list\">\n");
        if (!table.columns().isEmpty()) {
            out.write("<thead><tr>");
            for (String column : table.columns()) {
                out.write("<th scope=\"col\">%s</th>".formatted(escape(column)));
            }
            out.write("</tr></thead>\n");
        }
        out.write("<tbody>\n");
        for (List<String> row : table.rows()) {
            out.write("<tr><th scope=\"row\">%s</th>".formatted(escape(row.getFirst())));
            for (String cell : row.subList(1, row.size())) {
                out.write("<td>%s</td>".formatted(escape(cell)));
            }
            out.write("</tr>\n");
        }
        out.write("</tbody></table></section>\n");
    }
}
