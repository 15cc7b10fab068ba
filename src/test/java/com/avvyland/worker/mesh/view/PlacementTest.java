// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PlacementTest {

    private static ViewMesh triangle(float[] normal) {
        float[] normals = new float[9];
        for (int i = 0; i < 9; i++) {
            normals[i] = normal[i % 3];
        }
        return TestingScenes.mesh(
                new float[] {0, 0, 0, 1, 0, 0, 0, 1, 0},
                normals,
                null,
                null,
                null,
                null,
                null,
                new int[] {0, 1, 2},
                -1);
    }

    /** The normal that the order of the corners gives. */
    private static double[] facing(ViewMesh mesh) {
        float[] p = mesh.positions().toArray();
        int[] i = mesh.indices().toArray();
        double[] u = new double[3];
        double[] v = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            u[axis] = p[i[1] * 3 + axis] - p[i[0] * 3 + axis];
            v[axis] = p[i[2] * 3 + axis] - p[i[0] * 3 + axis];
        }
        double[] n = {u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]};
        double length = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
        return new double[] {n[0] / length, n[1] / length, n[2] / length};
    }

    @Test
    void aMovedTriangleFacesWhereItsMovedNormalsPointHoweverItIsSkewedOrMirrored() {
        Random random = new Random(3);
        int mirrored = 0;
        for (int round = 0; round < 500; round++) {
            double[] matrix = new double[16];
            for (int i = 0; i < 16; i++) {
                matrix[i] = i % 4 == 3 ? (i == 15 ? 1 : 0) : random.nextGaussian();
            }
            ViewMesh moved = Placement.move(triangle(new float[] {0, 0, 1}), matrix);
            mirrored += moved.indices().toArray()[1] == 2 ? 1 : 0;
            double[] facing = facing(moved);
            for (int axis = 0; axis < 3; axis++) {
                assertThat((double) TestingScenes.numbers(moved, Semantic.NORMAL)[axis])
                        .isCloseTo(facing[axis], within(1e-3));
            }
        }
        assertThat(mirrored).isBetween(150, 350);
    }

    @Test
    void rotationTranslationAndScaleAreAppliedAsGltfOrdersThem() {
        double half = Math.sqrt(0.5);
        // A quarter turn about z, after a scale of 2, before a shift by 10.
        ViewTransform transform = new ViewTransform.Parts(
                new double[] {10, 0, 0}, new double[] {0, 0, half, half}, new double[] {2, 2, 2});
        ViewMesh moved = Placement.move(triangle(new float[] {1, 0, 0}), transform.matrix());
        assertThat(moved.positions().toArray()[3]).isCloseTo(10f, within(1e-6f));
        assertThat(moved.positions().toArray()[4]).isCloseTo(2f, within(1e-6f));
        assertThat(TestingScenes.numbers(moved, Semantic.NORMAL)[0]).isCloseTo(0f, within(1e-6f));
        assertThat(TestingScenes.numbers(moved, Semantic.NORMAL)[1]).isCloseTo(1f, within(1e-6f));
    }
}
