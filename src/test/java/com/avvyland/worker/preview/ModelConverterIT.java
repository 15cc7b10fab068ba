// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static com.avvyland.worker.preview.TestingPreviews.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.gltf.GltfReader;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.testing.TestingMesh;
import com.avvyland.worker.testing.TestingPng;
import com.avvyland.worker.testing.TestingTetrahedron;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ModelConverterIT {

    private static RendererPool pool;
    private static ModelConverter converter;

    @BeforeAll
    static void start() {
        pool = new RendererPool(config(1, Duration.ofSeconds(60))).start();
        converter = new ModelConverter(pool, 64 << 20);
    }

    @AfterAll
    static void stop() {
        pool.close();
    }

    @Test
    void passesGltfOnUntouched() {
        Model glb = TestingBoxes.cube();

        assertThat(converter.convert(glb).model()).isSameAs(glb);
    }

    @Test
    void turnsAnStlUpright() {
        assertThat(mesh(".stl", TestingTetrahedron.stl()).shapes()).isEqualTo(turned());
        assertThat(mesh(".stl", TestingTetrahedron.asciiStl()).shapes()).isEqualTo(turned());
    }

    @Test
    void keepsTheAxesOfAnObj() {
        assertThat(mesh(".obj", TestingTetrahedron.obj()).shapes()).isEqualTo(shapes(point -> point));
    }

    @Test
    void givesNormalsAndAGreyMaterialToWhatHasNone() {
        TestingMesh mesh = mesh(".stl", TestingTetrahedron.stl());

        assertThat(mesh.json().at("/meshes/0/primitives/0/attributes").has("NORMAL"))
                .isTrue();
        JsonNode color = mesh.json().at("/materials/0/pbrMetallicRoughness/baseColorFactor");
        assertThat(color.get(0).asDouble()).isCloseTo(0.6, within(1e-6));
        assertThat(mesh.json().at("/materials/0/pbrMetallicRoughness/metallicFactor").asDouble(1))
                .isZero();
    }

    @Test
    void takesMaterialsAndPicturesOfAnObjFromItsResources() {
        byte[] png = TestingPng.rgb(2, 1, new byte[] {(byte) 255, 0, 0, 0, 0, (byte) 255});
        byte[] obj = TestingTetrahedron.bytes("""
                mtllib box.mtl
                v 0 0 0
                v 1 0 0
                v 0 1 0
                vt 0 0
                vt 1 0
                vt 0 0.25
                usemtl painted
                f 1/1 2/2 3/3
                usemtl red
                f 3 2 1
                """);
        byte[] mtl = TestingTetrahedron.bytes("""
                newmtl painted
                map_Kd Textures\\\\Skin.PNG
                newmtl red
                Kd 1 0 0
                """);
        Model model = new Model(
                ".obj",
                Bytes.of(obj),
                Map.of("box.mtl", Bytes.of(mtl), "textures/skin.png", Bytes.of(png)));

        ConvertedModel converted = converter.convert(model);
        TestingMesh mesh = checked(converted);

        assertThat(converted.notes()).isEmpty();
        assertThat(mesh.triangles()).hasSize(2);
        assertThat(mesh.image(0)).as("the picture, byte for byte").isEqualTo(png);
        TestingMesh.Triangle painted = mesh.triangles().getFirst();
        assertThat(painted.material().at("/pbrMetallicRoughness/baseColorTexture/index").asInt(-1))
                .isZero();
        // v counts from the upper edge in glTF.
        assertThat(painted.uvs()).isDeepEqualTo(new double[][] {{0, 1}, {1, 1}, {0, 0.75}});
        assertThat(mesh.triangles().get(1).material().at("/pbrMetallicRoughness/baseColorFactor").toString())
                .isEqualTo("[1,0,0,1]");
    }

    /** Convert, and let the result pass every check that an uploaded GLB has to pass. */
    private static TestingMesh mesh(String extension, byte[] file) {
        return checked(converter.convert(new Model(extension, Bytes.of(file), Map.of())));
    }

    private static TestingMesh checked(ConvertedModel converted) {
        new GltfReader(GltfLimits.DEFAULT).read(converted.model());
        return new TestingMesh(converted.model().bytes().toByteArray());
    }

    private static List<String> turned() {
        return shapes(point -> new double[] {point[0], point[2], -point[1]});
    }

    private static List<String> shapes(UnaryOperator<double[]> place) {
        return Arrays.stream(TestingTetrahedron.FACES)
                .map(face -> TestingMesh.shape(Arrays.stream(face)
                        .mapToObj(corner -> place.apply(TestingTetrahedron.POINTS[corner]))
                        .toArray(double[][]::new)))
                .sorted()
                .toList();
    }
}
