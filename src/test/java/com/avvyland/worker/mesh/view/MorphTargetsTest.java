// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static com.avvyland.worker.mesh.view.TestingViews.attribute;
import static com.avvyland.worker.mesh.view.TestingViews.decode;
import static com.avvyland.worker.mesh.view.TestingViews.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.upokecenter.cbor.CBORObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MorphTargetsTest {

    private static final int SIDE = 12;

    private static ViewMesh morphed(ViewMesh mesh, List<Map<Semantic, float[]>> targets) {
        return new ViewMesh(
                mesh.attributes(),
                targets.stream().map(ViewMesh::data).toList(),
                mesh.mode(),
                mesh.indices(),
                mesh.material());
    }

    private static float[] random(Random random, int length, double size) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (random.nextDouble(-1, 1) * size);
        }
        return values;
    }

    private static ViewMesh sheet(int targetCount, double size) {
        ViewMesh sheet = TestingScenes.sheet(SIDE, 0);
        Random random = new Random(11);
        List<Map<Semantic, float[]>> targets = new ArrayList<>();
        for (int i = 0; i < targetCount; i++) {
            int length = sheet.positions().length();
            targets.add(Map.of(
                    Semantic.POSITION, random(random, length, size), Semantic.NORMAL, random(random, length, 0.5)));
        }
        return morphed(sheet, targets);
    }

    private static ViewScene scene(List<Float> weights, ViewTransform transform, ViewMesh... parts) {
        ViewNode node = new ViewNode(null, 0, -1, List.of(), transform, weights);
        return TestingScenes.scene(List.of(node), List.of(0), List.of(List.of(parts)));
    }

    private static CBORObject read(ViewScene scene) {
        return TestingViews.read(scene, TestingScenes.FINEST_ONLY);
    }

    /** Which vertex of the source each of the view is: their places are whole numbers. */
    private static int[] sources(CBORObject view, CBORObject part) {
        CBORObject position = attribute(part, "POSITION");
        int[] quantized = TestingViews.shorts(decode(view, position.get("b").AsInt32()));
        double step = position.get("q").get("s").AsDouble();
        int[] sources = new int[part.get("nv").AsInt32()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] =
                    (int) (Math.round(quantized[i * 4 + 1] * step) * (SIDE + 1) + Math.round(quantized[i * 4] * step));
        }
        return sources;
    }

    private static CBORObject of(CBORObject target, String name) {
        return target.getValues().stream()
                .filter(attribute -> attribute.get("k").AsString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertWithin(ViewMesh mesh, Semantic semantic, double error) {
        CBORObject view = read(scene(List.of(), ViewTransform.IDENTITY, mesh));
        CBORObject part = part(view, 0);
        int[] sources = sources(view, part);
        assertThat(part.get("morph").size()).isEqualTo(mesh.targets().size());
        for (int target = 0; target < mesh.targets().size(); target++) {
            CBORObject attribute = of(part.get("morph").get(target), semantic.name());
            byte[] data = decode(view, attribute.get("b").AsInt32());
            ByteBuffer numbers = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
            boolean wide = data.length == sources.length * 8;
            float[] expected = Objects.requireNonNull(mesh.targets().get(target).get(semantic))
                    .toArray();
            for (int i = 0; i < sources.length * 3; i++) {
                int at = i / 3 * 4 + i % 3;
                double value =
                        attribute.get("q").get("s").AsDouble() * (wide ? numbers.getShort(at * 2) : numbers.get(at));
                assertThat(value).isCloseTo(expected[sources[i / 3] * 3 + i % 3], within(error));
            }
        }
    }

    @Test
    void whatTargetsAddIsWithinItsErrorHoweverManyThereAre() {
        double step = 12.0 / (16383 - 16383 / 16);
        assertWithin(sheet(3, 1), Semantic.POSITION, step / 2 + 1e-6);
        assertWithin(sheet(40, 1), Semantic.POSITION, step / 2 + 1e-6);
        assertWithin(sheet(40, 1), Semantic.NORMAL, 0.5 / 254 + 1e-6);
    }

    @Test
    void moveBeyondTheGridGetsALongerStep() {
        assertWithin(sheet(1, 1e6), Semantic.POSITION, 1e6 / 65534 + 1);
    }

    @Test
    void verticesThatOnlyTheLastTargetsPartStayApart() {
        ViewMesh sheet = sheet(0, 0);
        // Both triangles of one place: without the target their corners are the same three vertices.
        float[] positions = {0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0};
        ViewMesh twice = TestingScenes.mesh(
                positions, null, null, null, null, null, null, new int[] {0, 1, 2, 3, 4, 5}, sheet.material());
        List<Map<Semantic, float[]>> targets = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            float[] moves = new float[18];
            moves[2] = 1;
            moves[11] = i == 39 ? 0.5f : 1;
            targets.add(Map.of(Semantic.POSITION, moves));
        }
        assertThat(part(read(TestingScenes.one(twice)), 0).get("nv").AsInt32()).isEqualTo(3);
        assertThat(part(read(TestingScenes.one(morphed(twice, targets))), 0)
                        .get("nv")
                        .AsInt32())
                .isEqualTo(4);
    }

    @Test
    void aTargetThatMovesNothingKeepsItsNumber() {
        ViewMesh sheet = TestingScenes.sheet(SIDE, 0);
        float[] moves = new float[sheet.positions().length()];
        moves[0] = 1;
        ViewMesh mesh = morphed(
                sheet,
                List.of(
                        Map.of(),
                        Map.of(Semantic.POSITION, new float[moves.length]),
                        Map.of(Semantic.POSITION, moves)));
        CBORObject morph = part(read(TestingScenes.one(mesh)), 0).get("morph");
        assertThat(morph.get(0).size()).isZero();
        assertThat(morph.get(1).size()).isZero();
        assertThat(morph.get(2).size()).isEqualTo(1);
    }

    @Test
    void aMorphedMeshKeepsItsNodeItsWeightsAndABoxAroundItsShape() {
        ViewMesh sheet = TestingScenes.sheet(SIDE, 0);
        float[] up = new float[sheet.positions().length()];
        for (int i = 2; i < up.length; i += 3) {
            up[i] = 10;
        }
        ViewMesh mesh = morphed(sheet, List.of(Map.of(Semantic.POSITION, up)));
        CBORObject view = read(scene(List.of(0.5f), TestingScenes.at(100, 0, 0), mesh, mesh));

        assertThat(view.get("mesh").get(0).get("prim").size()).as("joined").isEqualTo(1);
        CBORObject node = view.get("node").get(0);
        assertThat(node.get("w").get(0).AsDouble()).isEqualTo(0.5);
        assertThat(node.get("m").get(12).AsDouble()).isEqualTo(100);
        double flat = view.get("mesh").get(0).get("bb").get(5).AsDouble();
        assertThat(view.get("bb").get(5).AsDouble()).isCloseTo(flat + 5, within(1e-4));
    }

    @Test
    void whatIsNoTargetIsRefused() {
        ViewMesh sheet = TestingScenes.sheet(1, 0);
        assertThatThrownBy(() -> morphed(sheet, List.of(Map.of(Semantic.POSITION, new float[9]))))
                .hasMessage("POSITION: 9 (expected: 12, as the positions say)");
        assertThatThrownBy(() -> morphed(sheet, List.of(Map.of(Semantic.TEXCOORD_0, new float[8]))))
                .hasMessage("target: TEXCOORD_0 (expected: positions, or normals or colours that the mesh has)");
        float[] infinite = new float[12];
        infinite[3] = Float.POSITIVE_INFINITY;
        ViewMesh broken = morphed(sheet, List.of(Map.of(Semantic.POSITION, infinite)));
        assertThatThrownBy(() -> read(TestingScenes.one(broken)))
                .hasMessage("target: Infinity (expected: a finite number)");
        assertThatThrownBy(() -> scene(List.of(Float.NaN), ViewTransform.IDENTITY, sheet))
                .hasMessage("weight: NaN (expected: a finite number)");
    }
}
