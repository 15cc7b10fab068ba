// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static com.avvyland.worker.cli.SheetText.escape;
import static com.avvyland.worker.cli.SheetText.millis;
import static com.avvyland.worker.cli.SheetText.size;

import com.avvyland.worker.task.Bytes;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Shows one finished task on one page: comparisons, pictures, facts, attempts, steps. A single file that asks nobody for
 * anything; its only script moves the sliders, and the page's own policy forbids any other.
 *
 * <p>Names and metadata come out of models and are hostile: every text is escaped, every image a data URI.
 *
 * @param title heading, the model's own title
 * @param subtitle one line below it; empty for none
 * @param badges short words on the whole, in order
 * @param alert what went wrong; empty for nothing
 * @param figures what is told at a glance, in order
 * @param comparisons pictures before and after
 * @param pictures the others, in order
 * @param tables facts and lists, in order
 * @param steps what was done, in order, with its time and size
 */
record ContactSheet(
        String title,
        String subtitle,
        List<Badge> badges,
        String alert,
        List<Fact> figures,
        List<Comparison> comparisons,
        List<Picture> pictures,
        List<Table> tables,
        List<Step> steps) {

    ContactSheet {
        badges = List.copyOf(badges);
        figures = List.copyOf(figures);
        comparisons = List.copyOf(comparisons);
        pictures = List.copyOf(pictures);
        tables = List.copyOf(tables);
        steps = List.copyOf(steps);
    }

    /** Says how a badge is meant. */
    enum Mood {
        GOOD,
        BAD,
        WARNING,
        QUIET
    }

    /** Holds a word or two on the whole. */
    record Badge(Mood mood, String text) {}

    /** Holds a name and a value. */
    record Fact(String name, String value) {}

    /**
     * Holds one picture.
     *
     * @param label for people, as its alternative text too
     * @param fact a line of numbers below it
     */
    record Picture(String label, String fact, String mime, Bytes bytes) {}

    /** Holds two pictures of the same size and view. */
    record Comparison(String title, Picture before, Picture after) {}

    /**
     * Holds a table.
     *
     * @param columns its head; empty for rows of name and value
     * @param wide whether it takes the whole page
     */
    record Table(String title, List<String> columns, List<List<String>> rows, boolean wide) {}

    /**
     * Holds one row of the table of steps.
     *
     * @param took wall time
     * @param bytes what the step brought in or put out; absent where that means nothing
     */
    record Step(String name, Duration took, @Nullable Long bytes) {}

    /** Write the page to a file, which is replaced. */
    void write(Path file) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Return the page as text. */
    String html() {
        var out = new StringWriter();
        try {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private void write(Writer out) throws IOException {
        String script = comparisons.isEmpty() ? "" : SheetText.resource("contact-sheet.js");
        String scripts = script.isEmpty() ? "" : "; script-src " + SheetText.allowed(script);
        out.write("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'%s">
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <header>
                <div><h1>%s</h1>%s</div>
                <ul class="badges">
                """.formatted(
                        scripts,
                        escape(title),
                        SheetText.resource("contact-sheet.css"),
                        escape(title),
                        subtitle.isEmpty() ? "" : "<p class=\"subtitle\">" + escape(subtitle) + "</p>"));
        for (Badge badge : badges) {
            out.write("<li class=\"badge %s\">%s</li>\n"
                    .formatted(badge.mood().name().toLowerCase(Locale.ROOT), escape(badge.text())));
        }
        out.write("</ul>\n</header>\n<main>\n");
        if (!alert.isEmpty()) {
            out.write("<p class=\"alert\" role=\"alert\">%s</p>\n".formatted(escape(alert)));
        }
        writeTop(out);
        writePictures(out);
        out.write("<div class=\"tables\">\n");
        // What is long and wide, as a prompt, comes after the steps.
        int last = tables.size();
        while (last > 0 && tables.get(last - 1).wide()) {
            last--;
        }
        SheetTable.write(out, tables.subList(0, last));
        writeSteps(out);
        SheetTable.write(out, tables.subList(last, tables.size()));
        out.write("</div>\n</main>\n");
        if (!script.isEmpty()) {
            out.write("<script>" + script + "</script>\n");
        }
        out.write("</body>\n</html>\n");
    }

    private void writeTop(Writer out) throws IOException {
        out.write("<div class=\"top%s\">\n".formatted(comparisons.isEmpty() ? " alone" : ""));
        for (Comparison pair : comparisons) {
            out.write("<figure class=\"compare\"><div class=\"ground stage\">\n");
            writeImage(out, pair.before(), "before");
            writeImage(out, pair.after(), "after");
            out.write("""
                    <i class="edge" aria-hidden="true"></i>
                    <input type="range" min="0" max="100" value="50" aria-label="%s: how much of “%s” is shown, the rest is “%s”">
                    </div><figcaption><span><b>%s</b><br>%s</span><span><b>%s</b><br>%s</span></figcaption></figure>
                    """.formatted(
                            escape(pair.title()),
                            escape(pair.before().label()),
                            escape(pair.after().label()),
                            escape(pair.before().label()),
                            escape(pair.before().fact()),
                            escape(pair.after().label()),
                            escape(pair.after().fact())));
        }
        if (!figures.isEmpty()) {
            out.write("<dl class=\"figures\">\n");
            for (Fact figure : figures) {
                out.write(
                        "<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(escape(figure.name()), escape(figure.value())));
            }
            out.write("</dl>\n");
        }
        out.write("</div>\n");
    }

    private void writePictures(Writer out) throws IOException {
        if (pictures.isEmpty()) {
            return;
        }
        out.write("<section class=\"images\" aria-label=\"Pictures\">\n");
        for (Picture picture : pictures) {
            out.write("<figure><div class=\"ground\">");
            writeImage(out, picture, "");
            out.write("</div><figcaption><b>%s</b> <span>%s</span></figcaption></figure>\n"
                    .formatted(escape(picture.label()), escape(picture.fact())));
        }
        out.write("</section>\n");
    }

    private static void writeImage(Writer out, Picture picture, String role) throws IOException {
        out.write("<img%s alt=\"%s\" src=\""
                .formatted(role.isEmpty() ? "" : " class=\"" + role + "\"", escape(picture.label())));
        out.write(SheetText.dataUri(picture.mime(), picture.bytes()));
        out.write("\">\n");
    }

    private void writeSteps(Writer out) throws IOException {
        if (steps.isEmpty()) {
            return;
        }
        Duration total = steps.stream().map(Step::took).reduce(Duration.ZERO, Duration::plus);
        long longest =
                steps.stream().mapToLong(step -> step.took().toNanos()).max().orElse(1);
        out.write(
                "<section><h2>Steps</h2><table class=\"steps\">\n<thead><tr><th scope=\"col\">step</th>"
                        + "<th scope=\"col\">ms</th><th scope=\"col\">size</th><td class=\"bar\"></td></tr></thead>\n<tbody>\n");
        for (Step step : steps) {
            out.write(("<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td>"
                            + "<td class=\"bar\"><i style=\"width:%.1f%%\"></i></td></tr>\n")
                    .formatted(
                            escape(step.name()),
                            millis(step.took()),
                            step.bytes() == null ? "" : size(step.bytes()),
                            100.0 * step.took().toNanos() / Math.max(1, longest)));
        }
        out.write("</tbody>\n<tfoot><tr><th scope=\"row\">sum</th><td>%s</td><td></td><td></td></tr></tfoot>\n"
                .formatted(millis(total)));
        out.write("</table></section>\n");
    }
}
