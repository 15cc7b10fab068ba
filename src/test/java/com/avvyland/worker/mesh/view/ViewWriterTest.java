// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static com.avvyland.worker.mesh.view.TestingViews.attribute;
import static com.avvyland.worker.mesh.view.TestingViews.decode;
import static com.avvyland.worker.mesh.view.TestingViews.part;
import static com.avvyland.worker.mesh.view.TestingViews.read;
import static com.avvyland.worker.mesh.view.TestingViews.shorts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.avvyland.worker.mesh.meshopt.VertexCodec.Version;
import com.upokecenter.cbor.CBORObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what was written with another CBOR library, and decodes every stream. */
class ViewWriterTest {

    private static final ViewOptions FINEST_ONLY = TestingScenes.FINEST_ONLY;

    private static float[] normalsOf(ViewMesh mesh) {
        return TestingScenes.numbers(mesh, Semantic.NORMAL);
    }

    private static float[] uvsOf(ViewMesh mesh) {
        return TestingScenes.numbers(mesh, Semantic.TEXCOORD_0);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 10, 14, 16})
    void everyPositionIsWithinHalfAStep(int bits) {
        ViewMesh sheet = TestingScenes.sheet(30, 0);
        CBORObject view = read(TestingScenes.one(sheet), new ViewOptions(bits, 0, 0, 0, Version.V1));
        CBORObject part = part(view, 0);
        int[] quantized =
                shorts(decode(view, attribute(part, "POSITION").get("b").AsInt32()));
        CBORObject q = attribute(part, "POSITION").get("q");
        double step = q.get("s").AsDouble();
        int most = (1 << bits) - 1;
        assertThat(step).isBetween(30.0 / most - 1e-6, 30.0 / (most - most / 16) + 1e-6);
        int count = part.get("nv").AsInt32();
        assertThat(count).isEqualTo(31 * 31);
        boolean[] found = new boolean[31 * 31];
        for (int i = 0; i < count; i++) {
            double[] point = new double[3];
            for (int axis = 0; axis < 3; axis++) {
                point[axis] = q.get("o").get(axis).AsDouble() + step * quantized[i * 4 + axis];
            }
            int source = (int) (Math.round(point[1]) * 31 + Math.round(point[0]));
            found[source] = true;
            for (int axis = 0; axis < 3; axis++) {
                assertThat(point[axis])
                        .isCloseTo(sheet.positions().toArray()[source * 3 + axis], within(step / 2 + 1e-5));
            }
        }
        assertThat(found).doesNotContain(false);
    }

    @Test
    void normalsAndTextureCoordinatesAreWithinTheirErrors() {
        ViewMesh sheet = TestingScenes.sheet(20, 0);
        CBORObject view = read(TestingScenes.one(sheet), FINEST_ONLY);
        CBORObject part = part(view, 0);
        byte[] normals = decode(view, attribute(part, "NORMAL").get("b").AsInt32());
        CBORObject uvs = attribute(part, "TEXCOORD_0");
        int[] quantized = shorts(decode(view, uvs.get("b").AsInt32()));
        for (int i = 0; i < part.get("nv").AsInt32(); i++) {
            double u = uvs.get("q").get("o").get(0).AsDouble()
                    + uvs.get("q").get("s").get(0).AsDouble() * quantized[i * 2];
            double v = uvs.get("q").get("o").get(1).AsDouble()
                    + uvs.get("q").get("s").get(1).AsDouble() * quantized[i * 2 + 1];
            int source = (int) (Math.round(v * 20) * 21 + Math.round(u * 20));
            assertThat(u).isCloseTo(uvsOf(sheet)[source * 2], within(1 / 8190.0 + 1e-6));
            assertThat(v).isCloseTo(uvsOf(sheet)[source * 2 + 1], within(1 / 8190.0 + 1e-6));
            double dot = 0;
            double length = 0;
            for (int axis = 0; axis < 3; axis++) {
                double value = normals[i * 4 + axis] / 127.0;
                dot += value * normalsOf(sheet)[source * 3 + axis];
                length += value * value;
            }
            assertThat(Math.toDegrees(Math.acos(Math.min(1, dot / Math.sqrt(length)))))
                    .isLessThan(1);
        }
    }

    @Test
    void levelsAreCoarserWithAnErrorThatGrowsAndOnlyNameVerticesThatThereAre() {
        CBORObject view = read(TestingScenes.one(TestingScenes.sheet(60, 0)), ViewOptions.DEFAULT);
        CBORObject part = part(view, 0);
        assertThat(part.get("lod").size()).isEqualTo(3);
        int before = Integer.MAX_VALUE;
        double error = -1;
        for (CBORObject level : part.get("lod").getValues()) {
            int[] indices = shorts(decode(view, level.get("i").AsInt32()));
            assertThat(indices.length).isLessThan(before / 2);
            for (int index : indices) {
                assertThat(index).isLessThan(part.get("nv").AsInt32());
            }
            assertThat(level.get("e").AsDouble()).isGreaterThanOrEqualTo(error);
            before = indices.length;
            error = level.get("e").AsDouble();
        }
        assertThat(error).isBetween(0.0, 0.1);
        assertThat(view.get("stat").get("tri").AsInt32()).isEqualTo(7200);
        assertThat(view.get("stat").get("lod").size()).isEqualTo(3);
    }

    @Test
    void aPreviewComesFirstAndStandsAlone() {
        CBORObject view =
                read(TestingScenes.one(TestingScenes.sheet(60, 0)), new ViewOptions(14, 0, 0.05f, 1000, Version.V1));
        CBORObject preview = part(view, 0).get("prev");
        assertThat(attribute(preview, "POSITION").get("b").AsInt32()).isZero();
        int vertices = preview.get("nv").AsInt32();
        assertThat(vertices).isLessThan(61 * 61 / 8);
        for (int index : shorts(decode(view, preview.get("i").AsInt32()))) {
            assertThat(index).isLessThan(vertices);
        }
    }

    @Test
    void partsOfOneMaterialAreOneDrawCallWhereNothingMoves() {
        ViewMesh red = TestingScenes.sheet(5, 0);
        ViewMesh blue = TestingScenes.sheet(5, 1);
        ViewScene scene = TestingScenes.scene(
                List.of(
                        TestingScenes.node(-1, TestingScenes.at(100, 0, 0), 1, 2, 3),
                        TestingScenes.node(0, ViewTransform.IDENTITY),
                        TestingScenes.node(1, TestingScenes.at(0, 50, 0)),
                        TestingScenes.node(2, TestingScenes.at(0, 0, 7))),
                List.of(0),
                List.of(List.of(red, blue), List.of(red), List.of(blue)));
        CBORObject view = read(scene, FINEST_ONLY);
        assertThat(view.get("mesh").size()).isEqualTo(1);
        assertThat(view.get("mesh").get(0).get("prim").size()).isEqualTo(2);
        assertThat(view.get("stat").get("draw").AsInt32()).isEqualTo(2);
        assertThat(view.get("stat").get("tri").AsInt32()).isEqualTo(4 * 50);
        assertThat(view.get("bb").get(0).AsDouble()).isEqualTo(100);
        assertThat(view.get("bb").get(4).AsDouble()).isEqualTo(55);
        assertThat(view.get("node").size()).isEqualTo(1);
    }

    @Test
    void aMeshThatIsPlacedOftenIsStoredOnce() {
        List<ViewNode> nodes = List.of(
                TestingScenes.node(0, ViewTransform.IDENTITY),
                TestingScenes.node(0, TestingScenes.at(40, 0, 0)),
                TestingScenes.node(1, TestingScenes.at(0, 40, 0)));
        ViewScene scene = TestingScenes.scene(
                nodes,
                List.of(0, 1, 2),
                List.of(List.of(TestingScenes.sheet(5, 0)), List.of(TestingScenes.sheet(6, 0))));
        CBORObject view = read(scene, FINEST_ONLY);
        assertThat(view.get("mesh").size()).isEqualTo(2);
        assertThat(view.get("node").size()).isEqualTo(3);
        assertThat(view.get("node").get(1).get("m").get(12).AsDouble()).isEqualTo(40);
    }

    @Test
    void trianglesThatRoundingMakesLinesAreDroppedAndSoIsAMeshOfThem() {
        float[] positions = {0, 0, 0, 100, 0, 0, 0, 100, 0, 0, 0, 0.0001f, 100, 0, 0.0001f};
        ViewMesh mesh =
                TestingScenes.mesh(positions, null, null, null, null, null, null, new int[] {0, 1, 2, 0, 3, 1}, -1);
        CBORObject view = read(TestingScenes.one(mesh), FINEST_ONLY);
        assertThat(view.get("stat").get("tri").AsInt32()).isEqualTo(1);
        assertThat(part(view, 0).get("nv").AsInt32()).isEqualTo(3);

        ViewMesh point = TestingScenes.mesh(new float[9], null, null, null, null, null, null, new int[] {0, 1, 2}, -1);
        CBORObject nothing = read(TestingScenes.one(point), FINEST_ONLY);
        assertThat(nothing.get("mesh").size()).isZero();
        assertThat(nothing.get("stat").get("tri").AsInt32()).isZero();
    }

    @Test
    void weightsOfAVertexSumToOneExactly() {
        float[] weights = {0.3f, 0.3f, 0.3f, 0.1f, 1, 1, 1, 0, 0.5f, 0.25f, 0.125f, 0.125f};
        ViewMesh mesh = TestingScenes.mesh(
                new float[] {0, 0, 0, 1, 0, 0, 0, 1, 0},
                null,
                null,
                null,
                null,
                new int[] {0, 1, 2, 3, 0, 1, 2, 3, 300, 1, 2, 3},
                weights,
                new int[] {0, 1, 2},
                -1);
        CBORObject view = read(TestingScenes.one(mesh), FINEST_ONLY);
        byte[] stored =
                decode(view, attribute(part(view, 0), "WEIGHTS_0").get("b").AsInt32());
        for (int i = 0; i < stored.length; i += 4) {
            int sum = 0;
            for (int j = 0; j < 4; j++) {
                sum += stored[i + j] & 0xff;
            }
            assertThat(sum).isEqualTo(255);
        }
        CBORObject joints = view.get("buf")
                .get(attribute(part(view, 0), "JOINTS_0").get("b").AsInt32());
        assertThat(joints.get("t").AsInt32()).as("one joint needs 16 bits").isEqualTo(69);
    }

    @Test
    void theSameSceneGivesTheSameBytes() {
        ViewScene scene = TestingScenes.one(TestingScenes.sheet(20, 0), TestingScenes.sheet(9, 1));
        assertThat(ViewWriter.write(scene, ViewOptions.DEFAULT))
                .isEqualTo(ViewWriter.write(scene, ViewOptions.DEFAULT));
    }

    @Test
    void geometryIsAFractionOfItsFloats() {
        ViewMesh sheet = TestingScenes.sheet(100, 0);
        long raw = (sheet.positions().length()
                        + normalsOf(sheet).length
                        + uvsOf(sheet).length
                        + sheet.indices().length())
                * 4L;
        CBORObject view = read(TestingScenes.one(sheet), FINEST_ONLY);
        assertThat(view.get("stat").get("geo").AsInt64Value()).isLessThan(raw / 8);
    }

    @Test
    void whatIsNotAMeshOrASceneIsRefused() {
        assertThatThrownBy(() ->
                        TestingScenes.mesh(new float[9], null, null, null, null, null, null, new int[] {0, 1, 3}, -1))
                .hasMessage("index: 3 (expected: 0 to 2)");
        assertThatThrownBy(() ->
                        TestingScenes.mesh(new float[9], new float[6], null, null, null, null, null, new int[0], -1))
                .hasMessage("NORMAL: 6 (expected: 9, as the positions say)");
        assertThatThrownBy(() ->
                        TestingScenes.mesh(new float[9], null, null, null, null, new int[12], null, new int[0], -1))
                .hasMessage("joints: some (expected: with weights, or neither)");
        assertThatThrownBy(() -> TestingScenes.scene(
                        List.of(TestingScenes.node(-1, ViewTransform.IDENTITY, 0)), List.of(0), List.of()))
                .hasMessage("node: 0 (expected: one parent)");
        assertThatThrownBy(() -> TestingScenes.scene(
                        List.of(TestingScenes.node(0, ViewTransform.IDENTITY)), List.of(0), List.of()))
                .hasMessage("mesh: 0 (expected: -1 to -1)");
        float[] nan = {0, 0, 0, Float.NaN, 0, 0, 0, 1, 0};
        ViewMesh broken = TestingScenes.mesh(nan, null, null, null, null, null, null, new int[] {0, 1, 2}, -1);
        assertThatThrownBy(() -> ViewWriter.write(TestingScenes.one(broken), FINEST_ONLY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("position: NaN (expected: a finite number)");
    }
}
