// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.testing.TestingGlb;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Looks at views of what is more than triangles at rest, beside their canonical GLB in Three's own loader. Each first shows
 * that the picture would be another one if the view had dropped it.
 */
class RichViewLookIT {

    /** What issue 4 allows of a whole picture of 512 x 512. */
    private static final double MOST = 0.01;

    private static TestingLooks looks;
    private static Path decoder;

    @BeforeAll
    static void start() throws Exception {
        decoder = TestingLooks.decoder();
        looks = new TestingLooks();
    }

    @AfterAll
    static void stop() {
        if (looks != null) {
            looks.close();
        }
    }

    private static List<TestingPixels> glb(TestingGlb model, double seconds) throws Exception {
        return looks.after(seconds, "canonical.glb", TestingForms.canonical(looks.pool(), model.glb()), decoder);
    }

    private static List<TestingPixels> view(TestingGlb model, double seconds) throws Exception {
        byte[] canonical = TestingForms.canonical(looks.pool(), model.glb());
        return looks.after(seconds, "view.cbor", TestingForms.view(canonical), decoder);
    }

    private static double difference(List<TestingPixels> before, List<TestingPixels> after) {
        assertThat(before).hasSameSizeAs(TestingLooks.ANGLES).hasSameSizeAs(after);
        return TestingForms.worst(before, after).whole();
    }

    private static TestingGlb without(TestingGlb model, String object, String member) {
        ((ObjectNode) model.root().at(object)).remove(member);
        return model;
    }

    @Test
    void morphTargetsHaveTheirWeights() throws Exception {
        List<TestingPixels> canonical = glb(TestingRichModels.morphed(), 0);

        assertThat(difference(canonical, glb(without(TestingRichModels.morphed(), "/meshes/0", "weights"), 0)))
                .isGreaterThan(MOST);
        assertThat(difference(canonical, view(TestingRichModels.morphed(), 0))).isLessThan(MOST);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.9, 1.7})
    void splinesMovePlacesTurnsSizesAndWeights(double seconds) throws Exception {
        List<TestingPixels> canonical = glb(TestingRichModels.splined(), seconds);

        assertThat(difference(canonical, glb(TestingRichModels.splined(), 0))).isGreaterThan(MOST);
        for (int channel = 0; channel < 4; channel++) {
            TestingGlb other = TestingRichModels.splined();
            ((ObjectNode) other.root().at("/animations/0"))
                    .withArray("/channels")
                    .remove(channel);
            assertThat(difference(canonical, glb(other, seconds)))
                    .as("without channel %d", channel)
                    .isGreaterThan(MOST);
        }
        assertThat(difference(canonical, view(TestingRichModels.splined(), seconds)))
                .isLessThan(MOST);
    }

    @Test
    void pointsAndLinesAreDrawn() throws Exception {
        List<TestingPixels> canonical = glb(TestingRichModels.pointsAndLines(), 0);

        for (int mode = 0; mode < 4; mode++) {
            TestingGlb other = TestingRichModels.pointsAndLines();
            // Within the same bounds, so that the camera stands where it stood.
            ObjectNode primitive = (ObjectNode) other.root().at("/meshes/0/primitives/" + mode);
            primitive.put("indices", other.indices(0, 1, 2, 3)).put("mode", 0);
            assertThat(difference(canonical, glb(other, 0)))
                    .as("without mode %d", mode)
                    .isGreaterThan(MOST);
        }
        assertThat(difference(canonical, view(TestingRichModels.pointsAndLines(), 0)))
                .isLessThan(MOST);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bumpsFollowTheTangentsOfTheModel(boolean mirrored) throws Exception {
        List<TestingPixels> canonical = glb(TestingRichModels.tangents(mirrored), 0);
        TestingGlb derived =
                without(TestingRichModels.tangents(mirrored), "/meshes/0/primitives/0/attributes", "TANGENT");

        assertThat(difference(canonical, glb(derived, 0))).isGreaterThan(MOST);
        assertThat(difference(canonical, view(TestingRichModels.tangents(mirrored), 0)))
                .isLessThan(MOST);
    }

    @Test
    void aThicknessIsMeasuredInUnitsOfTheModel() throws Exception {
        List<TestingPixels> canonical = glb(TestingRichModels.tintedGlass(), 0);

        assertThat(difference(
                        canonical,
                        glb(
                                without(
                                        TestingRichModels.tintedGlass(),
                                        "/materials/0/extensions/KHR_materials_volume",
                                        "thicknessFactor"),
                                0)))
                .isGreaterThan(MOST);
        assertThat(difference(canonical, view(TestingRichModels.tintedGlass(), 0)))
                .isLessThan(MOST);
    }

    @ParameterizedTest
    @CsvSource({"03-fox.glb, 0.4", "04-cesiumman.glb, 0.7", "14-morphstress.glb, 1.3"})
    void realModelsMoveAlike(String file, double seconds) throws Exception {
        byte[] model = SameLookIT.shared(file);
        byte[] canonical = TestingForms.canonical(looks.pool(), model);
        List<TestingPixels> moved = looks.after(seconds, "canonical.glb", canonical, decoder);

        assertThat(difference(moved, looks.glb(canonical))).isGreaterThan(MOST);
        byte[] view = TestingForms.view(canonical);
        assertThat(difference(moved, looks.after(seconds, "view.cbor", view, decoder)))
                .isLessThan(MOST);
    }

    @Test
    void copiesOfOneMeshAreAllThere() throws Exception {
        List<TestingPixels> canonical = glb(TestingRichModels.copies(), 0);

        assertThat(difference(canonical, glb(without(TestingRichModels.copies(), "/nodes/0", "extensions"), 0)))
                .isGreaterThan(MOST);
        assertThat(difference(canonical, view(TestingRichModels.copies(), 0))).isLessThan(MOST);
    }
}
