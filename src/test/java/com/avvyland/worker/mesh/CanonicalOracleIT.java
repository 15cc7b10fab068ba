// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.testing.DemoModelGenerator;
import com.avvyland.worker.testing.TestingModels;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the Khronos validator about canonical GLBs, and about one that is broken, so that its silence means something. */
class CanonicalOracleIT {

    private static final Path MODELS = Path.of(System.getenv().getOrDefault("AVVY_MODELS", "../shared/models"));
    private static final int SCENES = 40;

    @TempDir
    private Path folder;

    @Test
    void findsNoErrorInAnyCanonicalGlb() throws IOException, InterruptedException {
        List<Path> files = new ArrayList<>();
        for (byte[] model : models()) {
            Path file = folder.resolve(files.size() + ".glb");
            files.add(Files.write(file, TestingCanonical.of(model).bytes()));
        }

        assertThat(TestingValidator.errors(files))
                .allSatisfy((file, errors) ->
                        assertThat(errors).as(file.getFileName().toString()).isEqualTo("0"));
    }

    @Test
    void findsTheErrorsOfABrokenGlb() throws IOException, InterruptedException {
        byte[] broken = TestingCanonical.of(TestingModels.triangle()).bytes();
        broken[broken.length - 4] = 9; // the last index, before two bytes of padding
        Path file = Files.write(folder.resolve("broken.glb"), broken);

        assertThat(TestingValidator.errors(List.of(file)).values())
                .singleElement()
                .asString()
                .contains("ACCESSOR_INDEX_OOB");
    }

    private static List<byte[]> models() throws IOException {
        List<byte[]> models = new ArrayList<>(List.of(
                TestingModels.texturedBox(),
                TestingModels.triangle(),
                TestingModels.twoNodes(),
                TestingModels.animatedTriangle(),
                Files.readAllBytes(DemoModelGenerator.COMMITTED)));
        for (int seed = 0; seed < SCENES; seed++) {
            models.add(TestingScenes.random(seed));
        }
        if (Files.isDirectory(MODELS)) {
            try (DirectoryStream<Path> shared = Files.newDirectoryStream(MODELS, "*.glb")) {
                for (Path file : shared) {
                    models.add(Files.readAllBytes(file));
                }
            }
        }
        return models;
    }
}
