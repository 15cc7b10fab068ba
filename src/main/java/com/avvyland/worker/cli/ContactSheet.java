// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Preview;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Shows one finished task on one page: pictures, facts, steps and the signature; a single file without scripts.
 *
 * <p>Names and metadata come out of models and are hostile: every text is escaped, every image a data URI.
 *
 * @param title heading, the model's own title
 * @param subtitle one line below it; empty for none
 * @param facts rows of name and value, in order
 * @param steps what was done, in order, with its time and size
 * @param images pictures with their angles as labels
 * @param signature what was found out about the callback's signature
 */
public record ContactSheet(
        String title, String subtitle, List<Fact> facts, List<Step> steps, List<Preview> images, Signature signature) {

    public ContactSheet {
        facts = List.copyOf(facts);
        steps = List.copyOf(steps);
        images = List.copyOf(images);
    }

    /** Holds one row of the table of facts. */
    public record Fact(String name, String value) {}

    /**
     * Holds one row of the table of steps.
     *
     * @param took wall time
     * @param bytes what the step brought in or put out; absent where that means nothing
     */
    public record Step(String name, Duration took, @Nullable Long bytes) {}

    /** Says whether the callback's signature matched its bytes. */
    public enum Signature {
        VERIFIED("verified", "Signature verified"),
        WRONG("wrong", "Signature wrong"),
        NOT_CHECKED("unchecked", "Signature not checked");

        private final String style;
        private final String label;

        Signature(String style, String label) {
            this.style = style;
            this.label = label;
        }
    }

    /** Write the page to a file, which is replaced. */
    public void write(Path file) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Return the page as text. */
    public String html() {
        var out = new java.io.StringWriter();
        try {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private void write(Writer out) throws IOException {
        out.write("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <header>
                <div><h1>%s</h1>%s</div>
                <p class="badge %s">%s</p>
                </header>
                <main>
                """.formatted(
                        escape(title),
                        style(),
                        escape(title),
                        subtitle.isEmpty() ? "" : "<p class=\"subtitle\">" + escape(subtitle) + "</p>",
                        signature.style,
                        signature.label));
        writeImages(out);
        out.write("<div class=\"tables\">\n");
        writeFacts(out);
        writeSteps(out);
        out.write("</div>\n</main>\n</body>\n</html>\n");
    }

    private void writeImages(Writer out) throws IOException {
        if (images.isEmpty()) {
            return;
        }
        out.write("<section class=\"images\">\n");
        for (Preview image : images) {
            out.write("<figure><div class=\"ground\"><img width=\"%d\" height=\"%d\" alt=\"%s\" src=\"data:%s;base64,"
                    .formatted(image.width(), image.height(), escape(image.angle()), escape(image.mime())));
            out.write(base64(image.bytes()));
            out.write("\"></div><figcaption><b>%s</b> <span>%d × %d · %s · %s</span></figcaption></figure>\n"
                    .formatted(
                            escape(image.angle().replace('_', ' ')),
                            image.width(),
                            image.height(),
                            escape(image.mime().replace("image/", "").toUpperCase(Locale.ROOT)),
                            size(image.bytes().length())));
        }
        out.write("</section>\n");
    }

    private void writeFacts(Writer out) throws IOException {
        if (facts.isEmpty()) {
            return;
        }
        out.write("<section><h2>Model</h2><table>\n");
        for (Fact fact : facts) {
            out.write("<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n"
                    .formatted(escape(fact.name()), escape(fact.value())));
        }
        out.write("</table></section>\n");
    }

    private void writeSteps(Writer out) throws IOException {
        if (steps.isEmpty()) {
            return;
        }
        Duration total = steps.stream().map(Step::took).reduce(Duration.ZERO, Duration::plus);
        long longest =
                steps.stream().mapToLong(step -> step.took().toNanos()).max().orElse(1);
        out.write("<section><h2>Steps</h2><table class=\"steps\">\n<thead><tr><th>step</th><th>ms</th><th>size</th>"
                + "<th class=\"bar\"></th></tr></thead>\n<tbody>\n");
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

    /** Make text safe between tags and inside double quotes; control characters have no place in either. */
    static String escape(String text) {
        var safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(Character.isISOControl(point) && point != '\n' ? ' ' : point);
            }
        });
        return safe.toString();
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static String millis(Duration took) {
        double millis = took.toNanos() / 1e6;
        return String.format(Locale.ROOT, millis < 10 ? "%.1f" : "%,.0f", millis);
    }

    private static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.2f MB", bytes / 1e6);
    }

    private static String style() throws IOException {
        try (InputStream in = ContactSheet.class.getResourceAsStream("contact-sheet.css")) {
            if (in == null) {
                throw new IllegalStateException("contact-sheet.css: absent (expected: on the class path)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
