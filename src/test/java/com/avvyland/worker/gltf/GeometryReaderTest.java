// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.GeometryFacts;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingGlb;
import com.avvyland.worker.testing.TestingModels;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GeometryReaderTest {

    @Test
    void countsAndMeasuresABox() {
        GeometryFacts facts = facts(TestingModels.texturedBox());

        assertThat(facts.triangles()).isEqualTo(12);
        assertThat(facts.vertices()).isEqualTo(24);
        assertThat(facts.meshes()).isEqualTo(1);
        assertThat(facts.materials()).isEqualTo(1);
        assertThat(facts.textures()).isEqualTo(1);
        assertThat(facts.animations()).isZero();
        assertBounds(facts, -0.5, -0.5, -0.5, 0.5, 0.5, 0.5);
        assertThat(facts.watertight()).isTrue();
    }

    @Test
    void countsEveryNodeThatShowsAMeshUnderItsTransform() {
        GeometryFacts facts = facts(TestingModels.twoNodes());

        assertThat(facts.triangles()).isEqualTo(24);
        assertThat(facts.vertices()).isEqualTo(48);
        assertThat(facts.meshes()).isEqualTo(1);
        assertBounds(facts, -0.5, -1, -1, 4, 1, 1);
    }

    @Test
    void turnsVerticesNotBoxes() {
        TestingGlb glb = TestingModels.triangleAsset();
        // A quarter turn around z, then a parent that lifts it by 5: (x, y) becomes (-y, x + 5).
        object(glb, "/nodes/0")
                .putArray("rotation")
                .add(0)
                .add(0)
                .add(Math.sqrt(0.5))
                .add(Math.sqrt(0.5));
        ObjectNode parent = glb.add("nodes");
        parent.putArray("matrix")
                .add(1)
                .add(0)
                .add(0)
                .add(0)
                .add(0)
                .add(1)
                .add(0)
                .add(0)
                .add(0)
                .add(0)
                .add(1)
                .add(0)
                .add(0)
                .add(5)
                .add(0)
                .add(1);
        parent.putArray("children").add(0);
        object(glb, "/scenes/0").putArray("nodes").add(1);

        assertBounds(facts(glb.glb()), -1, 5, 0, 0, 6, 0);
    }

    @Test
    void leavesOutWhatTheDefaultSceneDoesNotShow() {
        TestingGlb glb = TestingModels.triangleAsset();
        glb.add("nodes").put("mesh", 0).putArray("translation").add(100).add(0).add(0);

        GeometryFacts facts = facts(glb.glb());

        assertThat(facts.triangles()).isEqualTo(1);
        assertBounds(facts, 0, 0, 0, 1, 1, 0);
    }

    @Test
    void countsStripsFansAndPoints() {
        float[] square = {0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0};
        for (int mode = 0; mode <= 6; mode++) {
            var glb = new TestingGlb();
            glb.mesh("Square", glb.floats(3, square), -1, -1);
            object(glb, "/meshes/0/primitives/0").put("mode", mode);
            glb.add("nodes").put("mesh", 0);
            glb.scene("", 0);

            GeometryFacts facts = facts(glb.glb());

            assertThat(facts.triangles()).as("mode %d", mode).isEqualTo(mode < 4 ? 0 : mode == 4 ? 1 : 2);
            assertThat(facts.vertices()).isEqualTo(4);
            assertThat(facts.watertight()).isEqualTo(mode < 4 ? null : Boolean.FALSE);
        }
    }

    @Test
    void knowsAClosedStripFromAnOpenOne() {
        float[] corners = {0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1};
        assertThat(facts(strip(corners, 0, 1, 2, 3, 0, 1)).watertight()).isTrue();
        assertThat(facts(strip(corners, 0, 1, 2, 3, 0)).watertight()).isFalse();
    }

    @Test
    void findsTheHoleInABox() {
        TestingGlb glb = TestingModels.box();
        object(glb, "/accessors/1").put("count", 33);

        assertThat(facts(glb.glb()).watertight()).isFalse();
    }

    @Test
    void findsAnEdgeOfThreeTriangles() {
        TestingGlb glb = TestingModels.box();
        int fin = glb.floats(3, -0.5f, -0.5f, 0.5f, 0.5f, -0.5f, 0.5f, 0, -2, 2);
        object(glb, "/meshes/0")
                .withArray("/primitives")
                .addObject()
                .putObject("attributes")
                .put("POSITION", fin);

        assertThat(facts(glb.glb()).watertight()).isFalse();
    }

    @Test
    void findsAnEdgeOfFourTriangles() {
        float[] corners = {0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, -1, 0, 0, 0, -1};
        int[] apart = {0, 1, 2, 0, 2, 3, 0, 3, 1, 1, 2, 3};
        int[] sharing = {0, 1, 4, 0, 4, 5, 0, 5, 1, 1, 4, 5};

        assertThat(facts(list(corners, apart)).watertight()).isTrue();
        assertThat(facts(list(corners, sharing)).watertight()).isTrue();
        assertThat(facts(list(
                                corners,
                                IntStream.concat(IntStream.of(apart), IntStream.of(sharing))
                                        .toArray()))
                        .watertight())
                .isFalse();
    }

    @Test
    void placesAndCountsInstances() {
        TestingGlb glb = TestingModels.triangleAsset();
        int places = glb.floats(3, 0, 0, 0, 10, 0, 0, 0, 0, -7);
        int sizes = glb.floats(3, 1, 1, 1, 2, 2, 2, 1, 1, 1);
        ObjectNode instancing = object(glb, "/nodes/0").putObject("extensions").putObject("EXT_mesh_gpu_instancing");
        instancing.putObject("attributes").put("TRANSLATION", places).put("SCALE", sizes);

        GeometryFacts facts = facts(glb.glb());

        assertThat(facts.triangles()).isEqualTo(3);
        assertThat(facts.vertices()).isEqualTo(9);
        assertBounds(facts, 0, 0, -7, 12, 2, 0);
    }

    @Test
    void readsQuantizedPositionsAsFractions() {
        TestingGlb glb = TestingModels.triangleAsset();
        int view = glb.view(new byte[] {-128, 0, 0, 0, 127, 0, 0, 0, 0, 127, 0, 0}, TestingGlb.ARRAY_BUFFER);
        object(glb, "/bufferViews/" + view).put("byteStride", 4);
        object(glb, "/accessors/0")
                .put("bufferView", view)
                .put("componentType", 5120)
                .put("normalized", true);

        assertBounds(facts(glb.glb()), -1, 0, 0, 1, 1, 0);
    }

    @Test
    void appliesSparsePositions() {
        TestingGlb glb = TestingModels.triangleAsset();
        ObjectNode sparse = object(glb, "/accessors/0").putObject("sparse").put("count", 1);
        sparse.putObject("indices")
                .put("bufferView", glb.view(new byte[] {2}, 0))
                .put("componentType", 5121);
        int values = glb.floats(3, 0, 9, 0);
        int view = glb.root().at("/accessors/" + values + "/bufferView").asInt();
        object(glb, "/bufferViews/" + view).remove("target");
        sparse.putObject("values").put("bufferView", view);

        assertBounds(facts(glb.glb()), 0, 0, 0, 1, 9, 0);
    }

    @Test
    void takesTheDeclaredBoundsOfCompressedPositions() {
        TestingGlb glb = TestingModels.triangleAsset();
        object(glb, "/accessors/0").remove("bufferView");
        object(glb, "/accessors/1").remove("bufferView");
        object(glb, "/accessors/0").putArray("max").add(2).add(3).add(4);
        ObjectNode primitive = object(glb, "/meshes/0/primitives/0");
        primitive
                .putObject("extensions")
                .putObject("KHR_draco_mesh_compression")
                .put("bufferView", 0)
                .putObject("attributes")
                .put("POSITION", 0);
        glb.root().putArray("extensionsRequired").add("KHR_draco_mesh_compression");

        GeometryFacts facts = facts(glb.glb());

        assertThat(facts.triangles()).isEqualTo(1);
        assertThat(facts.watertight()).isNull();
        assertBounds(facts, 0, 0, 0, 2, 3, 4);
    }

    @Test
    void standsASkinnedMeshWhereItsJointsPutIt() {
        TestingGlb glb = TestingModels.triangleAsset();
        int inverse = glb.floats(16, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1);
        object(glb, "/accessors/" + inverse).put("type", "MAT4").remove("min");
        object(glb, "/accessors/" + inverse).remove("max");
        object(glb, "/bufferViews/" + (glb.count("bufferViews") - 1)).remove("target");
        glb.add("nodes").putArray("scale").add(10).add(10).add(10);
        glb.add("skins").put("inverseBindMatrices", inverse).putArray("joints").add(1);
        object(glb, "/nodes/0")
                .put("skin", 0)
                .putArray("translation")
                .add(500)
                .add(0)
                .add(0);
        object(glb, "/scenes/0").withArray("/nodes").add(1);

        assertBounds(facts(glb.glb()), 0, 0, 0, 10, 10, 0);
    }

    @Test
    void sortsTheExtensions() {
        TestingGlb glb = TestingModels.triangleAsset();
        glb.root().putArray("extensionsUsed").add("KHR_b").add("EXT_a").add("KHR_b");

        assertThat(facts(glb.glb()).extensionsUsed()).containsExactly("EXT_a", "KHR_b");
    }

    @Test
    void refusesTransformsThatMultiplyOutOfAllBounds() {
        TestingGlb glb = TestingModels.triangleAsset();
        object(glb, "/nodes/0").putArray("scale").add(-1e10).add(1).add(1);
        ObjectNode parent = glb.add("nodes");
        parent.putArray("scale").add(1e10).add(1).add(1);
        parent.putArray("children").add(0);
        object(glb, "/scenes/0").putArray("nodes").add(1);

        TaskFailure failure = catchThrowableOfType(TaskFailure.class, () -> facts(glb.glb()));

        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_MODEL);
    }

    private static byte[] list(float[] positions, int... indices) {
        var glb = new TestingGlb();
        glb.mesh("List", glb.floats(3, positions), glb.indices(indices), -1);
        glb.add("nodes").put("mesh", 0);
        glb.scene("", 0);
        return glb.glb();
    }

    private static byte[] strip(float[] positions, int... indices) {
        var glb = new TestingGlb();
        glb.mesh("Strip", glb.floats(3, positions), glb.indices(indices), -1);
        object(glb, "/meshes/0/primitives/0").put("mode", 5);
        glb.add("nodes").put("mesh", 0);
        glb.scene("", 0);
        return glb.glb();
    }

    private static ObjectNode object(TestingGlb glb, String pointer) {
        return (ObjectNode) glb.root().at(pointer);
    }

    private static GeometryFacts facts(byte[] glb) {
        GltfAsset asset = new GltfReader(GltfLimits.DEFAULT).read(new Model(".glb", Bytes.of(glb), Map.of()));
        return new GeometryReader().measure(asset);
    }

    private static void assertBounds(GeometryFacts facts, double... bounds) {
        for (int axis = 0; axis < 3; axis++) {
            assertThat(facts.boundsMin().get(axis)).isCloseTo(bounds[axis], within(1e-6));
            assertThat(facts.boundsMax().get(axis)).isCloseTo(bounds[axis + 3], within(1e-6));
        }
    }
}
