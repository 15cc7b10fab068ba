// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.cli.ContactSheet.Badge;
import com.avvyland.worker.cli.ContactSheet.Comparison;
import com.avvyland.worker.cli.ContactSheet.Fact;
import com.avvyland.worker.cli.ContactSheet.Mood;
import com.avvyland.worker.cli.ContactSheet.Picture;
import com.avvyland.worker.cli.ContactSheet.Step;
import com.avvyland.worker.cli.ContactSheet.Table;
import com.avvyland.worker.task.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactSheetTest {

    private static final String EVIL = "<script>alert(1)</script>\"'&\u0000<img src=x onerror=alert(2)>";

    @Test
    void escapesEveryTextAModelCanBring() {
        Picture picture = new Picture(EVIL, EVIL, EVIL, Bytes.of((byte) 1));
        String html = new ContactSheet(
                        EVIL,
                        EVIL,
                        List.of(new Badge(Mood.GOOD, EVIL)),
                        EVIL,
                        List.of(new Fact(EVIL, EVIL)),
                        List.of(new Comparison(EVIL, picture, picture)),
                        List.of(picture),
                        List.of(
                                new Table(EVIL, List.of(EVIL, EVIL), List.of(List.of(EVIL, EVIL)), true),
                                new Table(EVIL, List.of(), List.of(List.of(EVIL, EVIL)), false)),
                        List.of(new Step(EVIL, Duration.ofMillis(5), 7L)))
                .html();

        assertThat(html)
                .doesNotContain("<script>alert")
                .doesNotContain("<img src=x")
                .doesNotContain("\u0000");
        // An attribute that was broken out of would show as a bare quote before the handler's name.
        assertThat(html).contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;");
        assertThat(html.split("<img ", -1)).hasSize(4);
        assertThat(html.split("<script", -1)).hasSize(2);
    }

    @Test
    void carriesItsImagesInside() {
        String html = pictures(
                        List.of(),
                        List.of(new Picture(
                                "three quarter", "16 × 16", "image/png", new Bytes(new byte[] {9, 1, 2, 3}, 1, 3))))
                .html();

        assertThat(html)
                .contains("src=\"data:image/png;base64,AQID\"")
                .contains("alt=\"three quarter\"")
                .contains("<b>three quarter</b>")
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContain("<script");
    }

    @Test
    void allowsItsOwnScriptAndNoOther() throws Exception {
        Picture picture = new Picture("source", "", "image/png", Bytes.of((byte) 1));
        String html = pictures(List.of(new Comparison("both", picture, picture)), List.of())
                .html();

        String script = html.substring(html.indexOf("<script>") + 8, html.indexOf("</script>"));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
        assertThat(html)
                .contains("default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-%s'"
                        .formatted(Base64.getEncoder().encodeToString(digest)))
                .contains("<input type=\"range\"")
                .contains("aria-label=\"both:");
    }

    @Test
    void sumsTheSteps() {
        String html = steps(
                        new Step("read", Duration.ofNanos(1_500_000), 162_852L),
                        new Step("render", Duration.ofMillis(1200), null))
                .html();

        assertThat(html).contains("<td>1.5</td><td>162.9 kB</td>").contains("<td>1,200</td><td></td>");
        assertThat(html).contains("sum</th><td>1,202</td>").contains("width:100.0%");
    }

    @Test
    void replacesTheFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("contact-sheet.html"), "old ".repeat(100_000));

        steps().write(file);

        assertThat(Files.readString(file)).startsWith("<!doctype html>").doesNotContain("old old");
    }

    private static ContactSheet pictures(List<Comparison> comparisons, List<Picture> pictures) {
        return new ContactSheet("Fox", "", List.of(), "", List.of(), comparisons, pictures, List.of(), List.of());
    }

    private static ContactSheet steps(Step... steps) {
        return new ContactSheet("Fox", "", List.of(), "", List.of(), List.of(), List.of(), List.of(), List.of(steps));
    }
}
