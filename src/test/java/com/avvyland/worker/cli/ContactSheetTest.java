// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.cli.ContactSheet.Fact;
import com.avvyland.worker.cli.ContactSheet.Signature;
import com.avvyland.worker.cli.ContactSheet.Step;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Preview;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactSheetTest {

    private static final String EVIL = "<script>alert(1)</script>\"'&\u0000<img src=x onerror=alert(2)>";

    @Test
    void escapesEveryTextAModelCanBring() {
        String html = new ContactSheet(
                        EVIL,
                        EVIL,
                        List.of(new Fact(EVIL, EVIL)),
                        List.of(new Step(EVIL, Duration.ofMillis(5), 7L)),
                        List.of(new Preview(EVIL, EVIL, 8, 8, Bytes.of((byte) 1))),
                        Signature.WRONG)
                .html();

        assertThat(html).doesNotContain("<script").doesNotContain("<img src=x").doesNotContain("\u0000");
        // An attribute that was broken out of would show as a bare quote before the handler's name.
        assertThat(html).contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;");
        assertThat(html.split("<img ", -1)).hasSize(2);
    }

    @Test
    void carriesItsImagesInside() {
        String html = new ContactSheet(
                        "Fox",
                        "",
                        List.of(),
                        List.of(),
                        List.of(new Preview(
                                "three_quarter", "image/png", 16, 16, new Bytes(new byte[] {9, 1, 2, 3}, 1, 3))),
                        Signature.VERIFIED)
                .html();

        assertThat(html)
                .contains("src=\"data:image/png;base64,AQID\"")
                .contains("<b>three quarter</b>")
                .contains("Signature verified")
                .doesNotContain("http://")
                .doesNotContain("https://");
    }

    @Test
    void sumsTheSteps() {
        String html = new ContactSheet(
                        "Fox",
                        "",
                        List.of(),
                        List.of(
                                new Step("read", Duration.ofNanos(1_500_000), 162_852L),
                                new Step("render", Duration.ofMillis(1200), null)),
                        List.of(),
                        Signature.NOT_CHECKED)
                .html();

        assertThat(html).contains("<td>1.5</td><td>162.9 kB</td>").contains("<td>1,200</td><td></td>");
        assertThat(html).contains("sum</th><td>1,202</td>").contains("width:100.0%");
    }

    @Test
    void replacesTheFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("contact-sheet.html"), "old ".repeat(100_000));

        new ContactSheet("Fox", "", List.of(), List.of(), List.of(), Signature.VERIFIED).write(file);

        assertThat(Files.readString(file)).startsWith("<!doctype html>").doesNotContain("old old");
    }
}
