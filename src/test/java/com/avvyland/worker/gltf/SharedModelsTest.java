// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.avvyland.worker.metadata.GeometryMetadata;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.GeometryFacts;
import com.avvyland.worker.task.Metadata;
import com.avvyland.worker.testing.DemoModelGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Measures real models. The expected figures are not ours: vertices, triangles, materials and animations are those that
 * the Khronos glTF validator 2.0.0-dev.3.10 reports, bounds those of getBounds in glTF-Transform 4.5.1; whether a mesh is
 * closed was decided by a second program, written for it in another language.
 */
class SharedModelsTest {

    private static final String FOLDER = System.getenv().getOrDefault("AVVY_MODELS", "../shared/models");

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "01-box-textured.glb, 12, 24, 1, 1, 1, 0, true",
        "03-fox.glb, 576, 1728, 1, 1, 1, 3, true",
        "04-cesiumman.glb, 4672, 3273, 1, 1, 1, 1, true",
        "08-flighthelmet.glb, 94722, 55392, 6, 6, 15, 0, false",
        "09-lamborghini.glb, 145917, 115576, 1, 45, 8, 0, false",
        "11-sheencloth.glb, 115200, 58081, 1, 1, 4, 0, false",
        "14-morphstress.glb, 2412, 1528, 1, 2, 3, 3, true",
    })
    void countsAsTheValidatorDoes(
            String file,
            long triangles,
            long vertices,
            int meshes,
            int materials,
            int textures,
            int animations,
            boolean watertight)
            throws IOException {
        GeometryFacts facts = new GeometryReader().measure(read(file));

        assertThat(facts.triangles()).isEqualTo(triangles);
        assertThat(facts.vertices()).isEqualTo(vertices);
        assertThat(facts.meshes()).isEqualTo(meshes);
        assertThat(facts.materials()).isEqualTo(materials);
        assertThat(facts.textures()).isEqualTo(textures);
        assertThat(facts.animations()).isEqualTo(animations);
        assertThat(facts.watertight()).isEqualTo(watertight);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "01-box-textured.glb, -0.5, -0.5, -0.5, 0.5, 0.5, 0.5",
        "03-fox.glb, -12.592718124389648, -0.12174476683139801, -88.09500122070312,"
                + " 12.592718124389648, 78.90718841552734, 66.62486267089844",
        "04-cesiumman.glb, -0.13099999725818634, 0, -0.5691369175910947,"
                + " 0.1809539943933487, 1.5065499544143677, 0.5691370964050295",
        "08-flighthelmet.glb, -0.20364271104335785, -0.00002142429366358556, -0.17154578864574432,"
                + " 0.1629406362771988, 0.7160004377365112, 0.2000291645526886",
        "09-lamborghini.glb, -4.3043212890625, -0.05613911151885986, -4.127256393432617,"
                + " 3.36845064163208, 2.8849146366119385, 3.3831169605255127",
        "11-sheencloth.glb, -0.027363339439034462, 0.00009993811545427889, -0.0484817698597908,"
                + " 0.04476574808359146, 0.04040234535932541, 0.022842247039079666",
        "14-morphstress.glb, -2, -0.10000002384185791, -0.5, 2, 0.5, 0.5",
    })
    void measuresAsAnotherLibraryDoes(String file, double x0, double y0, double z0, double x1, double y1, double z1)
            throws IOException {
        GeometryFacts facts = new GeometryReader().measure(read(file));

        assertClose(facts.boundsMin(), x0, y0, z0);
        assertClose(facts.boundsMax(), x1, y1, z1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "01-box-textured.glb, Untitled model, 1, 1",
        "03-fox.glb, Fox, 0.01, 1.547",
        "04-cesiumman.glb, Cesium Man, 1, 1.507",
        "08-flighthelmet.glb, 'Hose, Rubber Wood and 4 more', 1, 0.716",
        "09-lamborghini.glb, Lamborghini Huracan GT3 - Squadra Corse SDC, 1, 7.673",
        "11-sheencloth.glb, Sheen Cloth, 1, 0.072",
        "14-morphstress.glb, Untitled model, 1, 4",
    })
    void namesAndSizesForPeople(String file, String title, double scale, double longestMetres) throws IOException {
        GltfAsset asset = read(file);

        Metadata metadata =
                new GeometryMetadata().describe(asset, new GeometryReader().measure(asset), OptionalDouble.empty());

        assertThat(metadata.title()).isEqualTo(title);
        assertThat(metadata.estimatedScaleFactor()).isEqualTo(scale);
        assertThat(metadata.estimatedDimensions())
                .isNotNull()
                .satisfies(size -> assertThat(Math.max(size.x(), Math.max(size.y(), size.z())))
                        .isCloseTo(longestMetres, within(0.0006)));
    }

    @Test
    void acceptsTheDemoModel() throws IOException {
        byte[] glb = Files.readAllBytes(DemoModelGenerator.COMMITTED);
        GltfAsset asset = new GltfReader(GltfLimits.DEFAULT).read(new Model(".glb", Bytes.of(glb), Map.of()));

        GeometryFacts facts = new GeometryReader().measure(asset);

        // The validator counts the one mesh of the rods and the one of the pivots once; they are drawn 4 and 2 times.
        assertThat(facts.triangles()).isEqualTo(11_648 + 3 * 80 + 576);
        assertThat(new GeometryMetadata()
                        .describe(asset, facts, OptionalDouble.empty())
                        .title())
                .isEqualTo("Field Lantern");
        assertClose(facts.boundsMin(), -0.1035, 0, -0.088);
        assertClose(facts.boundsMax(), 0.1035, 0.3642, 0.088);
    }

    private static void assertClose(List<Double> actual, double... expected) {
        for (int axis = 0; axis < 3; axis++) {
            assertThat(actual.get(axis)).isCloseTo(expected[axis], within(1e-6));
        }
    }

    private static GltfAsset read(String file) throws IOException {
        Path path = Path.of(FOLDER, file);
        assumeTrue(Files.exists(path), () -> "sample models are not on this machine: " + path);
        return new GltfReader(GltfLimits.DEFAULT).read(new Model(".glb", Bytes.of(Files.readAllBytes(path)), Map.of()));
    }
}
