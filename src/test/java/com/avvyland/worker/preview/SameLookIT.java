// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.avvyland.worker.testing.DemoModelGenerator;
import com.avvyland.worker.testing.TestingModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks at models before and after: what was done to them must not show. */
class SameLookIT {

    /** What issue 4 allows of a whole picture of 512 x 512. */
    private static final double MOST = 0.01;

    private static final Path FOLDER = Path.of(System.getenv().getOrDefault("AVVY_MODELS", "../shared/models"));

    private static TestingLooks looks;

    @BeforeAll
    static void start() {
        looks = new TestingLooks();
    }

    @AfterAll
    static void stop() {
        looks.close();
    }

    static Stream<byte[]> own() throws Exception {
        return Stream.of(
                TestingModels.texturedBox(),
                TestingModels.twoNodes(),
                TestingModels.animatedTriangle(),
                Files.readAllBytes(DemoModelGenerator.COMMITTED));
    }

    @ParameterizedTest
    @MethodSource("own")
    void aCanonicalGlbLooksLikeItsSource(byte[] glb) throws Exception {
        assertSame(looks.glb(glb), looks.glb(TestingForms.canonical(looks.pool(), glb)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-box-textured.glb",
                "03-fox.glb",
                "04-cesiumman.glb",
                "08-flighthelmet.glb",
                "09-lamborghini.glb",
                "11-sheencloth.glb",
                "14-morphstress.glb"
            })
    void aCanonicalGlbOfARealModelLooksLikeItsSource(String file) throws Exception {
        byte[] glb = shared(file);

        assertSame(looks.glb(glb), looks.glb(TestingForms.canonical(looks.pool(), glb)));
    }

    @ParameterizedTest
    @MethodSource("own")
    void aViewLooksLikeItsCanonicalGlb(byte[] glb) throws Exception {
        Path decoder = TestingLooks.decoder();
        byte[] canonical = TestingForms.canonical(looks.pool(), glb);

        assertSame(looks.glb(canonical), looks.view(TestingForms.view(canonical), decoder));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-box-textured.glb",
                "03-fox.glb",
                "04-cesiumman.glb",
                "08-flighthelmet.glb",
                "09-lamborghini.glb",
                "11-sheencloth.glb",
                "14-morphstress.glb"
            })
    void aViewOfARealModelLooksLikeItsCanonicalGlb(String file) throws Exception {
        aViewLooksLikeItsCanonicalGlb(shared(file));
    }

    /** Without this, two empty pictures could pass for the same. */
    @Test
    void theMeasureSeesAMissingTriangle() {
        List<TestingPixels> whole = looks.glb(TestingModels.texturedBox());
        List<TestingPixels> broken = looks.glb(TestingForms.withoutItsFirstFace(TestingModels.box()));

        assertThat(TestingForms.worst(whole, broken).whole()).isGreaterThan(MOST);
        assertThat(TestingForms.worst(whole, whole).whole()).isZero();
    }

    private static void assertSame(List<TestingPixels> before, List<TestingPixels> after) {
        assertThat(before).hasSameSizeAs(TestingLooks.ANGLES).hasSameSizeAs(after);
        assertThat(TestingForms.worst(before, after).whole()).isLessThan(MOST);
    }

    static byte[] shared(String file) throws Exception {
        Path path = FOLDER.resolve(file);
        assumeTrue(Files.exists(path), () -> "sample models are not on this machine: " + path);
        return Files.readAllBytes(path);
    }
}
