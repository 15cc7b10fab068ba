// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static com.avvyland.worker.preview.TestingConversions.mesh;
import static com.avvyland.worker.preview.TestingConversions.shapes;
import static com.avvyland.worker.preview.TestingConversions.upright;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingBinaryFbx;
import com.avvyland.worker.testing.TestingFormats;
import com.avvyland.worker.testing.TestingMesh;
import com.avvyland.worker.testing.TestingPng;
import com.avvyland.worker.testing.TestingTetrahedron;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docs/formats.md says of binary FBX, which is read, and of binary USD, which is not. */
class BinaryFormatsIT {

    private static final byte[] PNG = TestingPng.rgb(1, 1, new byte[] {(byte) 200, 100, 50});
    private static final byte[] USDC = TestingTetrahedron.bytes("PXR-USDC\0\0\0\0");
    private static final String INSTEAD = "(expected: USDA text, or the model as .glb";

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
    @CsvSource({
        "7400, false, 1, 1, 0.01",
        "7400, true, 2, 2.54, 0.0254",
        "7500, true, 1, 100, 1",
        "7700, false, 2, 0.1, 0.001"
    })
    void readsABinaryFbxWithItsAxesUnitAndMaterial(
            int version, boolean compressed, int upAxis, double unit, double metres) {
        byte[] fbx = TestingBinaryFbx.of(version, compressed, upAxis, unit, new byte[0]);

        ConvertedModel converted = conversions.convert(".fbx", fbx);

        assertThat(mesh(converted).shapes()).isEqualTo(upAxis == 2 ? upright(0) : shapes(p -> p));
        assertThat(converted.metresPerUnit().orElseThrow()).isCloseTo(metres, within(1e-12));
        assertThat(mesh(converted)
                        .triangles()
                        .getFirst()
                        .material()
                        .at("/pbrMetallicRoughness/baseColorFactor")
                        .toString())
                .isEqualTo("[1,0,0,1]");
    }

    @Test
    void keepsThePictureInsideABinaryFbx() {
        TestingMesh mesh = mesh(conversions.convert(".fbx", TestingBinaryFbx.of(7400, true, 1, 1, PNG)));

        assertThat(mesh.shapes()).isEqualTo(shapes(p -> p));
        assertThat(mesh.image(0)).isEqualTo(PNG);
    }

    @Test
    void refusesABinaryFbxThatIsTooOld() {
        TaskFailure failure = refused(".fbx", TestingBinaryFbx.of(6100, false, 1, 1, new byte[0]), Map.of());

        assertThat(failure.code()).isEqualTo(FailureCode.UNSUPPORTED_FORMAT);
        assertThat(failure).hasMessageContaining("6100");
    }

    @Test
    void refusesABinaryFbxWhoseArrayIsBroken() {
        byte[] fbx = TestingBinaryFbx.of(7400, true, 1, 1, new byte[0]);
        int zlib = new String(fbx, StandardCharsets.ISO_8859_1).indexOf("x\u009c");
        fbx[zlib + 5] ^= 0x55;
        fbx[zlib + 6] ^= 0x55;

        assertThat(refused(".fbx", fbx, Map.of()).code()).isEqualTo(FailureCode.INVALID_MODEL);
    }

    @Test
    void saysWhatToSendInsteadOfBinaryUsd() {
        TaskFailure layer = refused(".usda", USDC, Map.of());
        TaskFailure first = refused(".usdz", zip("main.usdc", USDC, "skin.png", PNG), Map.of());
        TaskFailure geometry =
                refused(".usdz", zip("main.usda", TestingTetrahedron.bytes("""
                        #usda 1.0
                        def Xform "Part" (
                            prepend references = @./geometry/part.usdc@</Part>
                        )
                        {
                        }
                        """), "geometry/part.usdc", USDC), Map.of());

        assertThat(layer).hasMessageStartingWith("input_format: .usda with binary USD " + INSTEAD);
        assertThat(first).hasMessageStartingWith(".usdz: main.usdc is binary USD " + INSTEAD);
        assertThat(geometry).hasMessageStartingWith("usd: geometry/part.usdc is binary USD " + INSTEAD);
        assertThat(new TaskFailure[] {layer, first, geometry})
                .extracting(TaskFailure::code)
                .containsOnly(FailureCode.UNSUPPORTED_FORMAT);
    }

    @Test
    void leavesOutABinaryLayerBesideTextThatIsDrawn() {
        ConvertedModel converted =
                conversions.convert(".usdz", zip("main.usda", TestingFormats.usda("", ""), "extra.usdc", USDC));

        assertThat(mesh(converted).triangles()).hasSize(4);
        assertThat(converted.notes()).containsExactly("extra.usdc: not kept, binary USD");
    }

    @ParameterizedTest
    @CsvSource({
        "'4, 3, 3', 4 and 3",
        "'5, 5', 5",
    })
    void refusesFacesThatItWouldDrawWrong(String counts, String told) {
        String text = new String(TestingFormats.usda("", ""), StandardCharsets.UTF_8)
                .replace("[3, 3, 3, 3]", "[" + counts + "]");

        TaskFailure failure = refused(".usda", TestingTetrahedron.bytes(text), Map.of());

        assertThat(failure.code()).isEqualTo(FailureCode.UNSUPPORTED_FORMAT);
        assertThat(failure).hasMessageStartingWith("usd: faces of " + told + " corners in a mesh (expected: ");
    }

    @Test
    void readsAUsdaOfQuads() {
        String text =
                new String(TestingFormats.usda("", ""), StandardCharsets.UTF_8).replace("[3, 3, 3, 3]", "[4, 4, 4]");

        assertThat(mesh(conversions.convert(".usda", TestingTetrahedron.bytes(text)))
                        .triangles())
                .hasSize(6);
    }

    private static byte[] zip(String firstName, byte[] first, String secondName, byte[] second) {
        var entries = new LinkedHashMap<String, byte[]>();
        entries.put(firstName, first);
        entries.put(secondName, second);
        return TestingFormats.zip(entries);
    }

    private static TaskFailure refused(String extension, byte[] file, Map<String, byte[]> resources) {
        TaskFailure failure =
                catchThrowableOfType(TaskFailure.class, () -> conversions.convert(extension, file, resources));
        assertThat(failure).as("refused").isNotNull();
        return failure;
    }
}
