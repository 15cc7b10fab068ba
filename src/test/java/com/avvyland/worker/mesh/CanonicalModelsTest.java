// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.avvyland.worker.testing.DemoModelGenerator;
import com.avvyland.worker.testing.TestingModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Canonicalises whole models and looks at the result with eyes that are not ours. */
class CanonicalModelsTest {

    private static final Path FOLDER = Path.of(System.getenv().getOrDefault("AVVY_MODELS", "../shared/models"));
    private static final int SCENES = 400;

    static Stream<byte[]> own() throws IOException {
        return Stream.of(
                TestingModels.texturedBox(),
                TestingModels.triangle(),
                TestingModels.twoNodes(),
                TestingModels.animatedTriangle(),
                Files.readAllBytes(DemoModelGenerator.COMMITTED));
    }

    @ParameterizedTest
    @MethodSource("own")
    void isItsOwnCanonicalForm(byte[] model) throws IOException {
        assertSound(model);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-box-textured.glb",
                "03-fox.glb",
                "08-flighthelmet.glb",
                "09-lamborghini.glb",
                "11-sheencloth.glb",
                "14-morphstress.glb"
            })
    void losesNoTriangleOfARealModel(String file) throws IOException {
        assertSound(shared(file));
    }

    /** Its weights are mended, so that the bits of its triangles are not all as they were. */
    @Test
    void mendsARealModelOnce() throws IOException {
        TestingCanonical canonical = TestingCanonical.of(shared("04-cesiumman.glb"));

        assertThat(canonical.report().repairs()).containsExactly(Map.entry("skin weights", 210));
        assertThat(TestingCanonical.of(canonical.bytes()).report().repairs()).isEmpty();
        assertThat(TestingCanonical.of(canonical.bytes()).bytes()).isEqualTo(canonical.bytes());
    }

    @Test
    void losesNoTriangleOfRandomScenes() throws IOException {
        for (int seed = 0; seed < SCENES; seed++) {
            byte[] scene = TestingScenes.random(seed);
            TestingCanonical canonical = TestingCanonical.of(scene);

            assertThat(sorted(canonical.bytes())).as("seed %d", seed).isEqualTo(sorted(scene));
            assertThat(TestingCanonical.of(canonical.bytes()).bytes())
                    .as("seed %d", seed)
                    .isEqualTo(canonical.bytes());
        }
    }

    private static void assertSound(byte[] model) throws IOException {
        TestingCanonical canonical = TestingCanonical.of(model);

        assertThat(TestingTriangles.of(canonical.bytes())).isNotEmpty();
        assertThat(sorted(canonical.bytes()).equals(sorted(model)))
                .as("the same triangles")
                .isTrue();
        assertThat(TestingCanonical.of(canonical.bytes()).bytes()).isEqualTo(canonical.bytes());
        assertThat(canonical.glb().length()).isEqualTo(canonical.bytes().length);
        assertThat(canonical.glb().sha256()).isEqualTo(sha256(canonical.bytes()));
    }

    /** Materials may get other numbers, where equal ones are there once: here they are compared without. */
    private static List<String> sorted(byte[] glb) throws IOException {
        List<String> triangles = new ArrayList<>();
        TestingTriangles.of(glb).forEach(triangle -> triangles.add(triangle.substring(triangle.indexOf('{'))));
        Collections.sort(triangles);
        return triangles;
    }

    private static byte[] shared(String file) throws IOException {
        Path path = FOLDER.resolve(file);
        assumeTrue(Files.exists(path), () -> "sample models are not on this machine: " + path);
        return Files.readAllBytes(path);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
