// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static com.avvyland.worker.preview.TestingConversions.mesh;
import static com.avvyland.worker.preview.TestingConversions.shapes;
import static com.avvyland.worker.preview.TestingConversions.upright;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.avvyland.worker.testing.TestingFormats;
import com.avvyland.worker.testing.TestingMesh;
import com.avvyland.worker.testing.TestingMesh.Triangle;
import com.avvyland.worker.testing.TestingPng;
import com.avvyland.worker.testing.TestingTetrahedron;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares what comes out of each format with the one solid that was written into it. */
class RichFormatsIT {

    private static final byte[] PNG = TestingPng.rgb(1, 1, new byte[] {(byte) 200, 100, 50});

    private static TestingConversions conversions;

    @BeforeAll
    static void start() {
        conversions = new TestingConversions(Duration.ofSeconds(60));
    }

    @AfterAll
    static void stop() {
        conversions.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ascii", "binary_little_endian", "binary_big_endian"})
    void keepsTheColoursOfAPlyAndTurnsItUpright(String format) {
        TestingMesh mesh = mesh(conversions.convert(".ply", TestingFormats.ply(format)));

        assertThat(mesh.shapes()).isEqualTo(upright(0));
        for (Triangle triangle : mesh.triangles()) {
            for (int corner = 0; corner < 3; corner++) {
                assertThat(triangle.colors()[corner]).isEqualTo(colorAt(triangle.points()[corner]));
            }
            assertThat(triangle.material().at("/pbrMetallicRoughness").has("baseColorFactor"))
                    .as("white under the colours")
                    .isFalse();
        }
    }

    private static double[] colorAt(double[] point) {
        return new double[] {point[0] > 0 ? 1 : 0, point[2] < 0 ? 1 : 0, point[1] > 0 ? 1 : 0};
    }

    @Test
    void keepsAPointCloudAsPoints() {
        byte[] cloud = TestingTetrahedron.bytes("""
                ply
                format ascii 1.0
                element vertex 2
                property float x
                property float y
                property float z
                end_header
                1 2 3
                4 5 6
                """);

        JsonNode json = mesh(conversions.convert(".ply", cloud)).json();

        assertThat(json.at("/meshes/0/primitives/0/mode").asInt(4)).isZero();
        assertThat(json.at("/accessors/0/count").asInt()).isEqualTo(2);
    }

    @Test
    void putsThePictureOfAScanOnItsPly() {
        byte[] scan = TestingTetrahedron.bytes("""
                ply
                format ascii 1.0
                comment TextureFile scan.png
                element vertex 3
                property float x
                property float y
                property float z
                property float s
                property float t
                element face 1
                property list uchar int vertex_indices
                end_header
                0 0 0 0 0
                1 0 0 1 0
                0 1 0 0 0.25
                3 0 1 2
                """);

        TestingMesh mesh = mesh(conversions.convert(".ply", scan, Map.of("scan.png", PNG)));

        assertThat(mesh.image(0)).isEqualTo(PNG);
        assertThat(mesh.triangles().getFirst().uvs()).isDeepEqualTo(new double[][] {{0, 1}, {1, 1}, {0, 0.75}});
    }

    @Test
    void bringsAColladaToMetresAndUpright() {
        byte[] dae = TestingTetrahedron.bytes(TestingFormats.dae("<unit meter=\"0.5\"/><up_axis>Z_UP</up_axis>", ""));

        ConvertedModel converted = conversions.convert(".dae", dae);

        assertThat(mesh(converted).shapes()).isEqualTo(shapes(p -> new double[] {p[0] / 2, p[2] / 2, -p[1] / 2}));
        assertThat(converted.metresPerUnit()).hasValue(1);
        assertThat(factor(mesh(converted).triangles().getFirst())).isEqualTo("[1,0,0,1]");
    }

    @Test
    void keepsTheMovementOfACollada() {
        String animation = """
                <library_animations><animation id="a">
                  <source id="t"><float_array id="t-array" count="2">0 1</float_array><technique_common>
                    <accessor source="#t-array" count="2" stride="1"><param name="TIME" type="float"/></accessor>
                  </technique_common></source>
                  <source id="m"><float_array id="m-array" count="32">
                    1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1   1 0 0 7 0 1 0 0 0 0 1 0 0 0 0 1</float_array><technique_common>
                    <accessor source="#m-array" count="2" stride="16"><param name="TRANSFORM" type="float4x4"/></accessor>
                  </technique_common></source>
                  <sampler id="s"><input semantic="INPUT" source="#t"/><input semantic="OUTPUT" source="#m"/></sampler>
                  <channel source="#s" target="node/place"/>
                </animation></library_animations><library_visual_scenes>""";
        String dae = TestingFormats.dae("<up_axis>Y_UP</up_axis>", "")
                .replace("<library_visual_scenes>", animation)
                .replace(
                        "name=\"node\">",
                        "name=\"node\"><matrix sid=\"place\">1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1</matrix>");

        JsonNode json =
                mesh(conversions.convert(".dae", TestingTetrahedron.bytes(dae))).json();

        assertThat(json.at("/animations/0/channels").findValuesAsText("path")).contains("translation");
        int output = json.at("/animations/0/samplers/0/output").asInt();
        assertThat(json.at("/accessors").get(output).path("max").get(0).asDouble())
                .isEqualTo(7);
    }

    @Test
    void takesThePictureOfAColladaFromTheResources() {
        byte[] dae = TestingTetrahedron.bytes(
                TestingFormats.dae("<up_axis>Y_UP</up_axis>", "file:///C:/Users/somebody/Skin%201.png"));

        TestingMesh mesh = mesh(conversions.convert(".dae", dae, Map.of("maps/skin 1.png", PNG)));

        assertThat(mesh.shapes()).isEqualTo(shapes(p -> p));
        assertThat(mesh.image(0)).isEqualTo(PNG);
    }

    @ParameterizedTest
    @CsvSource({"unit=\"inch\", 0.0254", "'', 0.001", "unit=\"meter\", 1"})
    void keepsTheMaterialsOfA3mfAndTellsItsUnit(String attributes, double metres) {
        ConvertedModel converted =
                conversions.convert(".3mf", TestingFormats.threeMf(TestingFormats.threeMfModel(attributes, "")));
        TestingMesh mesh = mesh(converted);

        assertThat(mesh.shapes()).isEqualTo(upright(10));
        assertThat(converted.metresPerUnit()).hasValue(metres);
        assertThat(mesh.triangles().stream().map(RichFormatsIT::factor).sorted())
                .containsExactly("[0,0,1,1]", "[1,0,0,1]", "[1,0,0,1]", "[1,0,0,1]");
    }

    @Test
    void opensAUsdzWithItsPicture() {
        String material = """
                    rel material:binding = </Tetrahedron/Paint>
                    def Material "Paint"
                    {
                        token outputs:surface.connect = </Tetrahedron/Paint/Surface.outputs:surface>
                        def Shader "Surface"
                        {
                            color3f inputs:diffuseColor.connect = </Tetrahedron/Paint/Picture.outputs:rgb>
                        }
                        def Shader "Picture"
                        {
                            asset inputs:file = @textures/skin.jpg@
                        }
                    }
                """;
        var entries = new LinkedHashMap<String, byte[]>();
        entries.put("main.usda", TestingFormats.usda("upAxis = \"Z\"\nmetersPerUnit = 0.01", material));
        entries.put("textures/skin.jpg", PNG);

        ConvertedModel converted = conversions.convert(".usdz", TestingFormats.zip(entries));
        TestingMesh mesh = mesh(converted);

        assertThat(mesh.shapes()).isEqualTo(upright(10));
        assertThat(converted.metresPerUnit()).hasValue(0.01);
        assertThat(mesh.image(0)).isEqualTo(PNG);
    }

    @Test
    void readsAUsdaLayerAsItStands() {
        ConvertedModel converted = conversions.convert(".usda", TestingFormats.usda("upAxis = \"Y\"", ""));

        assertThat(mesh(converted).shapes()).isEqualTo(shapes(p -> new double[] {p[0] + 10, p[1], p[2]}));
        assertThat(factor(mesh(converted).triangles().getFirst())).startsWith("[0.6");
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0.01", "2, 2.54, 0.0254"})
    void readsAnFbxWithItsAxesAndUnit(int upAxis, double unit, double metres) {
        ConvertedModel converted = conversions.convert(".fbx", TestingFormats.fbx(upAxis, unit, ""));

        assertThat(mesh(converted).shapes()).isEqualTo(upAxis == 2 ? upright(0) : shapes(p -> p));
        assertThat(converted.metresPerUnit().orElseThrow()).isCloseTo(metres, within(1e-12));
        assertThat(factor(mesh(converted).triangles().getFirst())).isEqualTo("[1,0,0,1]");
    }

    @Test
    void leavesOutAPictureThatIsMissing() {
        byte[] dae = TestingTetrahedron.bytes(TestingFormats.dae("<up_axis>Y_UP</up_axis>", "absent.png"));

        for (ConvertedModel converted : List.of(
                conversions.convert(".dae", dae),
                conversions.convert(".fbx", TestingFormats.fbx(1, 1, "C:\\\\textures\\\\absent.png")))) {
            assertThat(mesh(converted).shapes()).isEqualTo(shapes(p -> p));
            assertThat(mesh(converted).json().has("images")).isFalse();
            assertThat(converted.notes()).singleElement().asString().contains("absent.png: not kept, missing");
        }
    }

    private static String factor(Triangle triangle) {
        return triangle.material().at("/pbrMetallicRoughness/baseColorFactor").toString();
    }
}
