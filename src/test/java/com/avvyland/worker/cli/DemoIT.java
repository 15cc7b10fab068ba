// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                        "contact-sheet.html");
        assertThat(Files.readString(out.resolve("callback.json"))).contains("\"status\" : \"completed\"");
        assertThat(Files.readString(out.resolve("contact-sheet.html")))
                .contains("Signature verified")
                .contains("data:image/png;base64,");
    }

    @Test
    void endsWithOneForAModelThatIsNone() throws IOException {
        Path broken = Files.writeString(out.resolve("broken.glb"), "glTF but not really");

        assertThat(demo("demo", "--out", out.resolve("out").toString(), broken.toString()))
                .isEqualTo(1);
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
