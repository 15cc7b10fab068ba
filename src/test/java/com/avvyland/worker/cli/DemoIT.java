// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoIT {

    @TempDir
    Path out;

    @Test
    void leavesPicturesCallbackAndContactSheet() throws IOException {
        int status = demo("demo", "--out", out.toString());

        assertThat(status).isZero();
        assertThat(out.toFile().list())
                .containsExactlyInAnyOrder(
                        "three_quarter.png",
                        "front.png",
                        "right.png",
                        "back.png",
                        "callback.cbor",
                        "callback.json",
                        "report.json",
                        "contact-sheet.html");
        assertThat(Files.readString(out.resolve("callback.json"))).contains("\"status\" : \"completed\"");
        assertThat(Files.readString(out.resolve("contact-sheet.html")))
                .contains("Signature verified")
                .contains("data:image/png;base64,");
    }

    /** The same code as `demo broken.glb`, with the report that programs read. */
    @Test
    void endsWithOneForAModelThatIsNoneAndSaysSoInJsonAlone() throws IOException {
        Path broken = Files.writeString(out.resolve("broken.glb"), "glTF but not really");
        var printed = new StringWriter();
        var told = new StringWriter();

        int status = new CommandLine(new RunCommand(Map.of("AVVY_HOME", ".", "PATH", path())))
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(told))
                .execute(broken.toString(), "--out", out.resolve("out").toString(), "--json");

        assertThat(status).isEqualTo(1);
        assertThat(told.toString()).isEmpty();
        JsonNode report = new ObjectMapper().readTree(printed.toString());
        assertThat(report.fieldNames())
                .toIterable()
                .containsExactly(
                        "task",
                        "status",
                        "error_code",
                        "error",
                        "signature",
                        "rehearsal",
                        "queue_to_callback_ms",
                        "cost",
                        "metadata",
                        "validator",
                        "triangles",
                        "textures",
                        "steps",
                        "files",
                        "attempts",
                        "provider",
                        "score");
        assertThat(report.path("error_code").asText()).isEqualTo("invalid_model");
        assertThat(Files.readString(out.resolve("out/callback.json"))).contains("invalid_model");
    }

    @Test
    void endsWithOneForAFileThatIsNotThere() {
        assertThat(demo("demo", out.resolve("gone.glb").toString())).isEqualTo(1);
    }

    private static int demo(String... arguments) {
        return AvvyWorker.execute(Map.of("AVVY_HOME", ".", "PATH", path()), arguments);
    }

    private static String path() {
        String path = System.getenv("PATH");
        return path == null ? File.pathSeparator : path;
    }
}
