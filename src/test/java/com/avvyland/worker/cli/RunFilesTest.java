// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {

    @Test
    void writesNothingOutsideOfItsFolderWhateverACallbackCallsItsFiles(@TempDir Path folder) throws IOException {
        Path inside = Files.createDirectory(folder.resolve("out"));
        RunFiles files = RunFiles.of(callback(
                List.of(
                        artifact("../../etc/passwd"),
                        artifact("..\\up.bin"),
                        artifact(".."),
                        artifact("/abs"),
                        artifact("")),
                List.of(preview("../evil"), preview("35,25"))));

        files.write(inside);

        assertThat(files.entries())
                .extracting(RunFiles.Entry::name)
                .allMatch(name -> name.matches("[a-z0-9_][a-z0-9_.-]*"));
        try (var all = Files.walk(folder).filter(Files::isRegularFile)) {
            assertThat(all).hasSize(7).allMatch(file -> inside.equals(file.getParent()));
        }
    }

    @Test
    void givesEqualNamesToNoTwoFiles() throws IOException {
        RunFiles files = RunFiles.of(callback(
                List.of(artifact("canonical.glb"), artifact("CANONICAL.glb")),
                List.of(preview("front"), preview("front"))));

        assertThat(files.entries())
                .extracting(RunFiles.Entry::name)
                .containsExactly("front.png", "front-2.png", "canonical.glb", "canonical-2.glb");
    }

    @Test
    void refusesACallbackWithMoreFilesThanAnyHas() throws IOException {
        JsonNode many = callback(List.of(), Collections.nCopies(101, preview("front")));

        assertThatThrownBy(() -> RunFiles.of(many))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("100 files");
    }

    @Test
    void findsBytesThatAreNotAsStated() throws IOException {
        RunFiles files = RunFiles.of(callback(List.of(artifact("a.bin")), List.of()));

        assertThat(files.entries()).singleElement().matches(entry -> !entry.sound());
    }

    private static JsonNode callback(List<?> artifacts, List<?> previews) throws IOException {
        var cbor = new CBORMapper();
        return cbor.readTree(cbor.writeValueAsBytes(Map.of("artifacts", artifacts, "previews", previews)));
    }

    private static Map<String, Object> artifact(String name) {
        return Map.of(
                "kind", "x", "logical_name", name, "content_type", "a/b", "sha256", "00", "bytes", new byte[] {1});
    }

    private static Map<String, Object> preview(String angle) {
        return Map.of("angle", angle, "mime", "image/png", "bytes", new byte[] {1});
    }
}
