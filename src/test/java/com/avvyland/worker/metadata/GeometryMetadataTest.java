// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.gltf.GeometryReader;
import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.gltf.GltfReader;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Metadata;
import com.avvyland.worker.task.Metadata.Dimensions;
import com.avvyland.worker.testing.TestingGlb;
import com.avvyland.worker.testing.TestingModels;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeometryMetadataTest {

    @Test
    void describesABox() {
        Metadata metadata = describe(TestingModels.box());

        assertThat(metadata.title()).isEqualTo("Painted Box");
        assertThat(metadata.description())
                .isEqualTo("A textured 3D model of 12 triangles in 1 mesh, with 1 material and 1 texture."
                        + " About 1.00 m wide, 1.00 m high and 1.00 m deep.");
        assertThat(metadata.tags()).containsExactly("painted", "box", "textured", "watertight", "low-poly");
        assertThat(metadata.estimatedDimensions()).isEqualTo(new Dimensions(1, 1, 1));
        assertThat(metadata.estimatedScaleFactor()).isEqualTo(1);
        assertThat(metadata.restrictedDetected()).isFalse();
        assertThat(metadata.restrictedReasons()).isEmpty();
        assertThat(metadata.source()).isEqualTo("geometry");
        assertThat(metadata.geometry()).isNotNull();
    }

    @Test
    void prefersTheTitleThatAModelStoreWrote() {
        TestingGlb glb = TestingModels.box();
        ((ObjectNode) glb.root().get("asset")).putObject("extras").put("title", "The \u202e Box,\n Mk. 2");

        assertThat(describe(glb).title()).isEqualTo("The Box, Mk. 2");
    }

    @ParameterizedTest
    @CsvSource({
        "Old Chair, root, Cube.001, Old Chair",
        "Scene, ChairMain, Cube.001, Chair Main",
        "Scene, RootNode, chair_low, Chair",
        "Scene, RootNode, Cube.001, Untitled model",
    })
    void looksForATitleFromTheOutsideIn(String scene, String node, String mesh, String title) {
        TestingGlb glb = TestingModels.triangleAsset();
        ((ObjectNode) glb.root().at("/scenes/0")).put("name", scene);
        ((ObjectNode) glb.root().at("/nodes/0")).put("name", node);
        ((ObjectNode) glb.root().at("/meshes/0")).put("name", mesh);

        assertThat(describe(glb).title()).isEqualTo(title);
    }

    @Test
    void looksBelowARootThatAToolAdded() {
        TestingGlb glb = TestingModels.triangleAsset();
        ((ObjectNode) glb.root().at("/scenes/0")).remove("name");
        ((ObjectNode) glb.root().at("/nodes/0")).put("name", "Garden Gnome");
        glb.add("nodes").put("name", "Sketchfab_model").putArray("children").add(0);
        ((ObjectNode) glb.root().at("/scenes/0")).putArray("nodes").add(1);

        assertThat(describe(glb).title()).isEqualTo("Garden Gnome");
    }

    @Test
    void boundsTitleAndTags() {
        TestingGlb glb = TestingModels.triangleAsset();
        ((ObjectNode) glb.root().at("/scenes/0")).put("name", "Wonderful Chair ".repeat(40));
        for (int i = 0; i < 100; i++) {
            glb.add("materials")
                    .put("name", "Stone " + "abcdefghij".charAt(i / 10) + "bcdefghijk".charAt(i % 10) + "ite");
        }

        Metadata metadata = describe(glb);

        assertThat(metadata.title())
                .hasSizeLessThanOrEqualTo(80)
                .endsWith("...")
                .doesNotContain(" ...");
        assertThat(metadata.tags()).hasSize(16).doesNotHaveDuplicates().contains("wonderful", "stone", "low-poly");
    }

    @Test
    void tagsWhatAModelCanDo() {
        TestingGlb glb = TestingModels.triangleAsset();
        ObjectNode primitive = (ObjectNode) glb.root().at("/meshes/0/primitives/0");
        primitive.putArray("targets").addObject().put("POSITION", 0);
        ((ObjectNode) primitive.get("attributes")).put("COLOR_0", 0);
        glb.add("skins").putArray("joints").add(0);

        assertThat(describe(glb).tags())
                .contains("rigged", "morph-targets", "vertex-colours")
                .doesNotContain("textured");
    }

    @ParameterizedTest
    @CsvSource({
        // units long, rigged, factor
        "154.7, true, 0.01",
        "154.7, false, 1",
        "50, true, 1",
        "50.1, true, 0.01",
        "4999, true, 0.01",
        "5001, true, 0.001",
        "1000000, true, 1",
        "3438, false, 1",
        "0.001, true, 1",
    })
    void believesTheUnitUnlessARiggedModelIsLargerThanAnything(double longest, boolean rigged, double factor) {
        TestingGlb glb = TestingModels.triangleAsset();
        if (rigged) {
            glb.add("skins").putArray("joints").add(0);
        }

        assertThat(Scale.estimate(asset(glb), longest, OptionalDouble.empty())).isEqualTo(factor);
    }

    @ParameterizedTest
    @CsvSource({
        // metres declared for a unit, factor
        "0.0254, 0.0254",
        "1, 1",
        "1e-6, 1e-6",
        "1e4, 1e4",
        // What no unit is, is none: the asset is rigged and 200 units long.
        "9e-7, 0.01",
        "10001, 0.01",
        "0, 0.01",
        "-1, 0.01",
        "NaN, 0.01",
        "Infinity, 0.01",
    })
    void believesAUnitThatIsDeclaredBeforeAnyGuess(double declared, double factor) {
        TestingGlb glb = TestingModels.triangleAsset();
        glb.add("skins").putArray("joints").add(0);

        assertThat(Scale.estimate(asset(glb), 200, OptionalDouble.of(declared))).isEqualTo(factor);
    }

    @Test
    void measuresInTheUnitThatIsDeclared() {
        Metadata metadata = describe(asset(TestingModels.box()), OptionalDouble.of(0.0254));

        assertThat(metadata.estimatedScaleFactor()).isEqualTo(0.0254);
        assertThat(metadata.estimatedDimensions()).isEqualTo(new Dimensions(0.0254, 0.0254, 0.0254));
        assertThat(metadata.description()).endsWith("About 2.5 cm wide, 2.5 cm high and 2.5 cm deep.");
        assertThat(Objects.requireNonNull(metadata.geometry()).boundsMax())
                .as("the model's own units")
                .containsExactly(0.5, 0.5, 0.5);
    }

    @Test
    void countsVerticesWhereThereIsNoTriangle() {
        TestingGlb glb = TestingModels.triangleAsset();
        ((ObjectNode) glb.root().at("/meshes/0/primitives/0")).put("mode", 0);

        assertThat(describe(glb).description())
                .isEqualTo("A 3D model of 3 vertices in 1 mesh, with no material."
                        + " About 1.00 m wide, 1.00 m high and 0 m deep.");
    }

    private static Metadata describe(TestingGlb glb) {
        GltfAsset asset = asset(glb);
        return describe(asset, OptionalDouble.empty());
    }

    private static Metadata describe(GltfAsset asset, OptionalDouble metresPerUnit) {
        return new GeometryMetadata().describe(asset, new GeometryReader().measure(asset), metresPerUnit);
    }

    private static GltfAsset asset(TestingGlb glb) {
        return new GltfReader(GltfLimits.DEFAULT).read(new Model(".glb", Bytes.of(glb.glb()), Map.of()));
    }
}
