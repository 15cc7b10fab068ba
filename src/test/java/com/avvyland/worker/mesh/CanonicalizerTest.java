// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingGlb;
import com.avvyland.worker.testing.TestingModels;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalizerTest {

    /** Whoever changes these bytes changes {@link CanonicalGlb#PROFILE} too. */
    @Test
    void givesTheSameBytesOnEveryMachine() {
        assertThat(TestingCanonical.of(TestingModels.texturedBox()).glb().sha256())
                .isEqualTo("e0eeb54b4c2db441501dcddda9c0d6a253a4fdcd085d357bfa3705089481190b");
    }

    @Test
    void givesTheSameBytesHoweverTheModelIsStored() {
        byte[] glb = TestingCanonical.of(TestingModels.texturedBox()).bytes();
        var dataUris = new Model(".gltf", Bytes.of(TestingModels.texturedBoxGltf()), Map.of());
        var files = new Model(
                ".gltf",
                Bytes.of(TestingModels.triangleWithResource()),
                Map.of("parts/triangle.bin", Bytes.of(TestingModels.triangleResource())));

        assertThat(TestingCanonical.of(dataUris).bytes()).isEqualTo(glb);
        assertThat(TestingCanonical.of(files).bytes())
                .isEqualTo(TestingCanonical.of(TestingModels.triangle()).bytes());
    }

    @Test
    void weldsVerticesOnlyWhenEveryBitIsEqual() {
        TestingCanonical welded = TestingCanonical.of(triangles(0f));
        TestingCanonical apart = TestingCanonical.of(triangles(-0f));

        assertThat(welded.report().weldedVertices()).isEqualTo(2);
        assertThat(welded.at("/accessors/0/count").intValue()).isEqualTo(4);
        assertThat(apart.report().weldedVertices()).isEqualTo(1);
    }

    /** Two triangles without indices that share an edge, one end of which is at this z in the second. */
    private static TestingGlb triangles(float z) {
        return unindexed(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, z, 1, 1, 0);
    }

    private static TestingGlb unindexed(float... positions) {
        var glb = new TestingGlb();
        glb.mesh("Mesh", glb.floats(3, positions), -1, -1);
        glb.add("nodes").put("mesh", 0);
        glb.scene("Scene", 0);
        return glb;
    }

    @Test
    void keepsVerticesApartThatAMorphTargetMovesApart() {
        TestingGlb glb = triangles(0);
        float[] moved = new float[18];
        moved[9] = 1;
        ObjectNode primitive = primitive(glb);
        primitive.putArray("targets").addObject().put("POSITION", glb.floats(3, moved));

        assertThat(TestingCanonical.of(glb).report().weldedVertices()).isEqualTo(1);
    }

    @Test
    void dropsTrianglesWithoutAreaAndTheVerticesThatOnlyTheyHad() {
        TestingGlb glb = unindexed(5, 5, 5, 5, 5, 5, 6, 6, 6, 0, 0, 0, 1, 0, 0, 0, 1, 0);

        TestingCanonical canonical = TestingCanonical.of(glb);

        assertThat(canonical.report().droppedTriangles()).isEqualTo(1);
        assertThat(canonical.at("/accessors/0/count").intValue()).isEqualTo(3);
        assertThat(canonical.at("/accessors/0/max").toString()).isEqualTo("[1,1,0]");
    }

    @Test
    void refusesAModelOfWhichNothingIsLeft() {
        assertThatThrownBy(() -> TestingCanonical.of(unindexed(0, 0, 0, 0, 0, 0, 1, 1, 1)))
                .isInstanceOf(TaskFailure.class)
                .hasMessageStartingWith("meshes: nothing to draw (expected: ");
    }

    @ParameterizedTest
    @CsvSource({"65535, 5123", "65536, 5125"})
    void writesIndicesAsSmallAsTheRestartValueAllows(int vertices, int componentType) {
        float[] positions = new float[vertices * 3];
        IntStream.range(0, vertices).forEach(i -> positions[i * 3] = i);
        int[] fan = new int[(vertices - 2) * 3];
        IntStream.range(0, vertices - 2).forEach(i -> {
            fan[i * 3 + 1] = i + 1;
            fan[i * 3 + 2] = i + 2;
        });
        TestingGlb glb = new TestingGlb();
        glb.mesh("Fan", glb.floats(3, positions), glb.indices(fan), -1);
        glb.add("nodes").put("mesh", 0);
        glb.scene("Scene", 0);

        assertThat(TestingCanonical.of(glb).at("/accessors/1/componentType").intValue())
                .isEqualTo(componentType);
    }

    @Test
    void writesSparseAndAbsentDataInFull() {
        TestingGlb glb = TestingModels.triangleAsset();
        ObjectNode positions = (ObjectNode) glb.root().at("/accessors/0");
        positions.remove("bufferView");
        ObjectNode sparse = positions.putObject("sparse").put("count", 2);
        sparse.putObject("indices")
                .put("bufferView", glb.view(new byte[] {1, 2}, 0))
                .put("componentType", 5121);
        var values = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        values.putFloat(1).putFloat(0).putFloat(0).putFloat(0).putFloat(1);
        sparse.putObject("values").put("bufferView", glb.view(values.array(), 0));

        assertThat(TestingCanonical.of(glb).bytes())
                .isEqualTo(TestingCanonical.of(TestingModels.triangle()).bytes());
    }

    @Test
    void refusesNumbersThatAreNone() {
        TestingGlb glb = TestingModels.triangleAsset();
        int normals = glb.floats(3, 0, 0, 1, 0, 0, 1, 0, 0, 1);
        ((ObjectNode) primitive(glb).get("attributes")).put("NORMAL", normals);
        byte[] bytes = glb.glb();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 8, Float.NaN);

        assertThatThrownBy(() -> TestingCanonical.of(bytes))
                .isInstanceOf(TaskFailure.class)
                .hasMessage("accessors[2] element 2: NaN (expected: finite numbers)");
    }

    @Test
    void givesNormalsTheirLength() {
        TestingGlb glb = TestingModels.triangleAsset();
        int normals = glb.floats(3, 0, 0, 2, 0, 0, 1, 0, 0, 1);
        ((ObjectNode) primitive(glb).get("attributes")).put("NORMAL", normals);

        assertThat(TestingCanonical.of(glb).report().repairs()).containsExactly(Map.entry("unit vectors", 1));
    }

    @Test
    void keepsAccessorsApartThatOnlyBeginAlike() {
        float[] positions = new float[300];
        IntStream.range(0, 100).forEach(i -> {
            positions[i * 3] = i;
            positions[i * 3 + 1] = i * i;
        });
        float[] others = positions.clone();
        others[296] = 7;
        TestingGlb glb = unindexed(positions);
        glb.mesh("Other", glb.floats(3, others), -1, -1);
        glb.add("nodes").put("mesh", 1);
        glb.root().withArray("/scenes/0/nodes").add(1);

        TestingCanonical canonical = TestingCanonical.of(glb);

        assertThat(canonical.at("/meshes/0/primitives/0/attributes/POSITION").intValue())
                .isNotEqualTo(canonical
                        .at("/meshes/1/primitives/0/attributes/POSITION")
                        .intValue());
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.2, 0, 0.3, true", "2, 2, 0, 0, true", "0, 0, 0, 0, true", "0.5, 0.5, 0, 0, false"})
    void mendsWeightsThatDoNotAddUpToOne(float a, float b, float c, float d, boolean mended) {
        TestingGlb glb = TestingModels.triangleAsset();
        byte[] joints = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
        joints[3] = joints[7] = joints[11] = (byte) (d > 0 ? 1 : 0);
        glb.add("accessors")
                .put("bufferView", glb.view(joints, TestingGlb.ARRAY_BUFFER))
                .put("componentType", 5121)
                .put("count", 3)
                .put("type", "VEC4");
        int jointAccessor = glb.count("accessors") - 1;
        int weights = glb.floats(4, a, b, c, d, 1, 0, 0, 0, 1, 0, 0, 0);
        ((ObjectNode) primitive(glb).get("attributes"))
                .put("JOINTS_0", jointAccessor)
                .put("WEIGHTS_0", weights);
        glb.add("nodes");
        glb.add("nodes");
        glb.add("skins").putArray("joints").add(1).add(2);
        ((ObjectNode) glb.root().at("/nodes/0")).put("skin", 0);
        glb.root().withArray("/scenes/0/nodes").add(1).add(2);

        TestingCanonical canonical = TestingCanonical.of(glb);

        // The two vertices of weight 1 name a joint that they do not use: that is mended too.
        assertThat(canonical.report().repairs()).containsEntry("skin weights", mended ? 3 : 2);
        assertThat(TestingCanonical.of(canonical.bytes()).report().repairs()).isEmpty();
        assertThat(TestingCanonical.of(canonical.bytes()).bytes()).isEqualTo(canonical.bytes());
    }

    @Test
    void keepsWhatIsUsedAndEqualOnce() {
        TestingGlb glb = TestingModels.box();
        JsonNode material = glb.root().at("/materials/0");
        glb.root().withArray("/materials").add(material.deepCopy());
        glb.add("materials").put("name", "unused");
        JsonNode mesh = glb.root().at("/meshes/0").deepCopy();
        glb.root().withArray("/meshes").add(mesh);
        ((ObjectNode) glb.root().at("/meshes/1/primitives/0")).put("material", 1);
        glb.add("nodes").put("name", "Twin").put("mesh", 1);
        glb.add("nodes").put("name", "empty leaf");
        glb.add("nodes").put("name", "in no scene").put("mesh", 0);
        glb.root().withArray("/scenes/0/nodes").add(1).add(2);

        TestingCanonical canonical = TestingCanonical.of(glb);

        assertThat(canonical.at("/materials")).hasSize(1);
        assertThat(canonical.at("/meshes")).hasSize(1);
        assertThat(canonical.at("/nodes")).hasSize(2);
        assertThat(canonical.at("/scenes/0/nodes").toString()).isEqualTo("[0,1]");
        assertThat(canonical.report().droppedObjects()).isEqualTo(5);
    }

    @Test
    void dropsAnUnknownExtensionThatRefersToData() {
        TestingGlb glb = TestingModels.triangleAsset();
        ObjectNode extensions = primitive(glb).putObject("extensions");
        extensions.putObject("VENDOR_features").put("featureAccessor", 0);
        extensions.putObject("VENDOR_glow").put("strength", 2);
        glb.root()
                .putArray("extensionsUsed")
                .add("VENDOR_glow")
                .add("VENDOR_features")
                .add("VENDOR_absent");

        TestingCanonical canonical = TestingCanonical.of(glb);

        assertThat(canonical.report().droppedExtensions()).containsExactly("VENDOR_features");
        assertThat(canonical.at("/extensionsUsed").toString()).isEqualTo("[\"VENDOR_glow\"]");
        assertThat(canonical.at("/meshes/0/primitives/0/extensions").toString())
                .isEqualTo("{\"VENDOR_glow\":{\"strength\":2}}");
    }

    @Test
    void writesJsonAsTheStandardHasIt() {
        TestingGlb glb = TestingModels.triangleAsset();
        ObjectNode extras = ((ObjectNode) glb.root().get("nodes").get(0)).putObject("extras");
        extras.put("z", 1.0).put("a", "é\u0001\"\ud83d\ude00/").put("big", 12345678901234567L);
        extras.putObject("e").put("f", 0.1).putArray("empty");

        assertThat(TestingCanonical.of(glb).jsonText())
                .contains("\"extras\":{\"a\":\"é\\u0001\\\"\ud83d\ude00/\",\"big\":12345678901234567,"
                        + "\"e\":{\"empty\":[],\"f\":0.1},\"z\":1}");
    }

    @Test
    void dropsExtrasAboveTheirLimit() {
        TestingGlb glb = TestingModels.triangleAsset();
        glb.root().putObject("extras").put("text", "x".repeat(65_536));

        TestingCanonical canonical = TestingCanonical.of(glb);

        assertThat(canonical.json().has("extras")).isFalse();
        assertThat(canonical.report().repairs()).containsKey("extras above 64 KiB dropped");
    }

    private static ObjectNode primitive(TestingGlb glb) {
        return (ObjectNode) glb.root().at("/meshes/0/primitives/0");
    }

    @Test
    void dropsAParentThatNoSceneShowsAndThatMovesNothing() {
        TestingGlb plain = skinned(triangles(0));
        TestingGlb below = skinned(triangles(0));
        below.add("nodes").putArray("children").add(0);
        ((ObjectNode) below.root().at("/nodes/1"))
                .putArray("scale")
                .add(1)
                .add(1)
                .add(1);

        TestingCanonical canonical = TestingCanonical.of(below);

        assertThat(canonical.bytes()).isEqualTo(TestingCanonical.of(plain).bytes());
        assertThat(canonical.at("/nodes").size()).isEqualTo(1);
    }

    /** Let the first node be its own joint. */
    private static TestingGlb skinned(TestingGlb glb) {
        ((ObjectNode) glb.root().at("/nodes/0")).put("skin", 0);
        glb.add("skins").putArray("joints").add(0);
        return glb;
    }
}
