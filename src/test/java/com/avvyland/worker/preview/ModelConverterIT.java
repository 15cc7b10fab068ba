// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static com.avvyland.worker.preview.TestingConversions.shapes;
import static com.avvyland.worker.preview.TestingConversions.upright;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.testing.TestingFormats;
import com.avvyland.worker.testing.TestingMesh;
import com.avvyland.worker.testing.TestingPng;
import com.avvyland.worker.testing.TestingTetrahedron;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ModelConverterIT {

    private static TestingConversions conversions;

    @BeforeAll
    static void start() {
        conversions = new TestingConversions(Duration.ofSeconds(60));
    }

    @AfterAll
    static void stop() {
        conversions.close();
    }

    @Test
    void passesGltfOnUntouched() {
        Bytes glb = TestingBoxes.cube().bytes();

        assertThat(conversions.convert(".glb", glb.array()).model().bytes().array())
                .isSameAs(glb.array());
    }

    @Test
    void turnsAnStlUpright() {
        assertThat(mesh(".stl", TestingTetrahedron.stl()).shapes()).isEqualTo(upright(0));
        assertThat(mesh(".stl", TestingTetrahedron.asciiStl()).shapes()).isEqualTo(upright(0));
    }

    @Test
    void keepsTheColoursThatSomeStlsHave() {
        byte[] stl = TestingTetrahedron.stl();
        byte[] blue = {'C', 'O', 'L', 'O', 'R', '=', 0, 0, (byte) 255, (byte) 255};
        System.arraycopy(blue, 0, stl, 10, blue.length);
        // The first triangle is red of its own; the others' highest bit says that they have the colour of the header.
        for (int triangle = 0; triangle < 4; triangle++) {
            stl[84 + 50 * triangle + 48] = (byte) (triangle == 0 ? 31 : 0);
            stl[84 + 50 * triangle + 49] = (byte) (triangle == 0 ? 0 : 0x80);
        }

        assertThat(mesh(".stl", stl).triangles())
                .extracting(triangle -> Arrays.toString(triangle.colors()[2]))
                .containsExactly("[1.0, 0.0, 0.0]", "[0.0, 0.0, 1.0]", "[0.0, 0.0, 1.0]", "[0.0, 0.0, 1.0]");
    }

    @Test
    void makesAPngOfATga() throws IOException {
        // 2 x 1 pixels of 24 bits, blue first, the left one red, from the upper edge.
        byte[] tga = {0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 24, 0x20, 0, 0, (byte) 255, 0, (byte) 255, 0};
        byte[] obj = TestingTetrahedron.obj("mtllib a.mtl\n", "usemtl a\n");
        byte[] mtl = TestingTetrahedron.bytes("newmtl a\nmap_Kd skin.tga\n");

        TestingMesh mesh =
                TestingConversions.mesh(conversions.convert(".obj", obj, Map.of("a.mtl", mtl, "skin.tga", tga)));

        var image = ImageIO.read(new ByteArrayInputStream(mesh.image(0)));
        assertThat(image.getRGB(0, 0)).isEqualTo(0xffff0000);
        assertThat(image.getRGB(1, 0)).isEqualTo(0xff00ff00);
    }

    @Test
    void keepsTheAxesOfAnObj() {
        assertThat(mesh(".obj", TestingTetrahedron.obj()).shapes()).isEqualTo(shapes(p -> p));
    }

    @Test
    void givesNormalsAndAGreyMaterialToWhatHasNone() {
        TestingMesh mesh = mesh(".stl", TestingTetrahedron.stl());

        assertThat(mesh.json().at("/meshes/0/primitives/0/attributes").has("NORMAL"))
                .isTrue();
        JsonNode color = mesh.json().at("/materials/0/pbrMetallicRoughness/baseColorFactor");
        assertThat(color.get(0).asDouble()).isCloseTo(0.6, within(1e-6));
        assertThat(mesh.json()
                        .at("/materials/0/pbrMetallicRoughness/metallicFactor")
                        .asDouble(1))
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

        ConvertedModel converted = conversions.convert(".obj", obj, Map.of("box.mtl", mtl, "textures/skin.png", png));
        TestingMesh mesh = TestingConversions.mesh(converted);

        assertThat(converted.notes()).isEmpty();
        assertThat(mesh.triangles()).hasSize(2);
        assertThat(mesh.image(0)).as("the picture, byte for byte").isEqualTo(png);
        TestingMesh.Triangle painted = mesh.triangles().getFirst();
        assertThat(painted.material()
                        .at("/pbrMetallicRoughness/baseColorTexture/index")
                        .asInt(-1))
                .isZero();
        // v counts from the upper edge in glTF.
        assertThat(painted.uvs()).isDeepEqualTo(new double[][] {{0, 1}, {1, 1}, {0, 0.75}});
        assertThat(mesh.triangles()
                        .get(1)
                        .material()
                        .at("/pbrMetallicRoughness/baseColorFactor")
                        .toString())
                .isEqualTo("[1,0,0,1]");
    }

    @Test
    void givesTheSameBytesForTheSameFile() {
        byte[] large = TestingPng.rgb(512, 512, new byte[512 * 512 * 3]);
        byte[] small = TestingPng.rgb(1, 1, new byte[3]);
        byte[] gif = Base64.getDecoder().decode("R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs=");
        byte[] mtl = TestingTetrahedron.bytes("""
                newmtl a
                map_Kd large.png
                bump small.png
                newmtl b
                map_Kd small.png
                newmtl c
                map_Kd red.gif
                """);
        byte[] obj = TestingTetrahedron.bytes("""
                mtllib x.mtl
                v 0 0 0
                v 1 0 0
                v 0 1 0
                vt 0 0
                usemtl a
                f 1/1 2/1 3/1
                usemtl b
                f 1/1 2/1 3/1
                usemtl c
                f 1/1 2/1 3/1
                """);
        Map<String, byte[]> resources = Map.of("x.mtl", mtl, "large.png", large, "small.png", small, "red.gif", gif);

        Set<Bytes> results = new HashSet<>();
        for (int browser = 0; browser < 2; browser++) {
            try (var fresh = new TestingConversions(Duration.ofSeconds(60))) {
                for (int time = 0; time < 3; time++) {
                    results.add(fresh.convert(".obj", obj, resources).model().bytes());
                    fresh.convert(".fbx", TestingFormats.fbx(1, 1, ""));
                }
            }
        }

        assertThat(results).hasSize(1);
        TestingMesh mesh = new TestingMesh(results.iterator().next().toByteArray());
        assertThat(mesh.json().at("/images")).hasSize(3);
        assertThat(mesh.image(0)).isEqualTo(large);
        assertThat(mesh.image(1)).isEqualTo(small);
        assertThat(mesh.image(2)).as("glTF knows no GIF").startsWith(0x89, 'P', 'N', 'G');
    }

    private static TestingMesh mesh(String extension, byte[] file) {
        return TestingConversions.mesh(conversions.convert(extension, file));
    }
}
