// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.mesh.meshopt.Meshopt;
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

/** Asks programs of others about canonical GLBs, and about one that is broken, so that their silence means something. */
class CanonicalOracleIT {

    private static final Path MODELS = Path.of(System.getenv().getOrDefault("AVVY_MODELS", "../shared/models"));
    private static final int SCENES = 40;

    @TempDir
    private Path folder;

    @Test
    void theValidatorFindsNoErrorInAnyCanonicalGlb() throws Exception {
        List<byte[]> models = models();
        for (int seed = 0; seed < SCENES; seed++) {
            models.add(TestingScenes.random(seed));
        }
        List<Path> files = new ArrayList<>();
        for (byte[] model : models) {
            Path file = folder.resolve(files.size() + ".glb");
            files.add(Files.write(file, TestingCanonical.of(model).bytes()));
        }

        assertThat(TestingNpm.install().errors(files))
                .allSatisfy((file, errors) ->
                        assertThat(errors).as(file.getFileName().toString()).isEqualTo("0"));
    }

    @Test
    void theValidatorFindsTheErrorOfABrokenGlb() throws Exception {
        byte[] broken = TestingCanonical.of(TestingModels.triangle()).bytes();
        broken[broken.length - 4] = 9; // the last index, before two bytes of padding
        Path file = Files.write(folder.resolve("broken.glb"), broken);

        assertThat(TestingNpm.install().errors(List.of(file)).values())
                .singleElement()
                .asString()
                .contains("ACCESSOR_INDEX_OOB");
    }

    /** The streams of EXT and KHR are coded in other ways, and decode to the same file; none of these has colours, which
     * gltfpack puts through a filter of KHR that rounds. */
    @Test
    void givesTheSameBytesForEitherCompressionOfAModel() throws Exception {
        Meshopt.requireLibrary();
        TestingNpm npm = TestingNpm.install();
        for (byte[] model : models()) {
            Path glb = Files.write(folder.resolve("model.glb"), model);
            TestingCanonical ext = TestingCanonical.of(npm.packed(glb, "-cc"));
            TestingCanonical khr = TestingCanonical.of(npm.packed(glb, "-cz"));

            assertThat(ext.glb().sha256()).isEqualTo(khr.glb().sha256());
            assertThat(khr.jsonText()).doesNotContain("meshopt").contains("KHR_mesh_quantization");
            Path written = Files.write(folder.resolve("canonical.glb"), khr.bytes());
            assertThat(npm.errors(List.of(written)).values()).containsExactly("0");
        }
    }

    private static List<byte[]> models() throws IOException {
        List<byte[]> models = new ArrayList<>(List.of(
                TestingModels.texturedBox(),
                TestingModels.triangle(),
                TestingModels.twoNodes(),
                TestingModels.animatedTriangle(),
                Files.readAllBytes(DemoModelGenerator.COMMITTED)));
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
