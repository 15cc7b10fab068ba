// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static com.avvyland.worker.mesh.view.Semantic.NORMAL;
import static com.avvyland.worker.mesh.view.Semantic.POSITION;
import static com.avvyland.worker.mesh.view.Semantic.TANGENT;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Moves meshes to where they stand. */
final class Placement {

    private Placement() {}

    /**
     * Tell whether a mesh looks the same wherever it is moved. Not with morph targets, whose weights are its node's; and
     * not when it is mirrored and has tangents, because renderers differ in what becomes of the bitangent.
     */
    static boolean allows(ViewMesh mesh, double[] matrix) {
        return mesh.targets().isEmpty() && (mesh.get(TANGENT) == null || determinant(matrix) > 0);
    }

    /** Apply a matrix in column order; one that mirrors turns every triangle over, so that its front stays its front. */
    static ViewMesh move(ViewMesh mesh, double[] m) {
        Map<Semantic, float[]> attributes = new EnumMap<>(mesh.attributes());
        boolean mirrors = determinant(m) < 0;
        attributes.computeIfPresent(POSITION, (_, positions) -> points(positions, m));
        attributes.computeIfPresent(NORMAL, (_, normals) -> directions(normals, 3, cofactors(m), mirrors ? -1 : 1));
        attributes.computeIfPresent(TANGENT, (_, tangents) -> directions(tangents, 4, linear(m), 1));
        boolean turns = mirrors && mesh.mode() == PrimitiveMode.TRIANGLES;
        int[] indices = turns ? turned(mesh.indices()) : mesh.indices();
        return new ViewMesh(attributes, List.of(), mesh.mode(), indices, mesh.material());
    }

    private static float[] points(float[] positions, double[] m) {
        float[] moved = new float[positions.length];
        for (int i = 0; i < moved.length; i += 3) {
            double x = positions[i];
            double y = positions[i + 1];
            double z = positions[i + 2];
            for (int row = 0; row < 3; row++) {
                moved[i + row] = (float) (m[row] * x + m[4 + row] * y + m[8 + row] * z + m[12 + row]);
            }
        }
        return moved;
    }

    private static double[] linear(double[] m) {
        return new double[] {m[0], m[1], m[2], m[4], m[5], m[6], m[8], m[9], m[10]};
    }

    private static double determinant(double[] m) {
        double[] cofactors = cofactors(m);
        return m[0] * cofactors[0] + m[1] * cofactors[1] + m[2] * cofactors[2];
    }

    /** The matrix that normals follow, but for its sign and length: the cofactors, in column order. */
    private static double[] cofactors(double[] m) {
        return new double[] {
            m[5] * m[10] - m[6] * m[9], m[6] * m[8] - m[4] * m[10], m[4] * m[9] - m[5] * m[8],
            m[2] * m[9] - m[1] * m[10], m[0] * m[10] - m[2] * m[8], m[1] * m[8] - m[0] * m[9],
            m[1] * m[6] - m[2] * m[5], m[2] * m[4] - m[0] * m[6], m[0] * m[5] - m[1] * m[4]
        };
    }

    /** Apply a 3 x 3 matrix in column order and make the length 1; a fourth number stays. */
    private static float[] directions(float[] vectors, int width, double[] c, int sign) {
        float[] moved = vectors.clone();
        for (int i = 0; i < moved.length; i += width) {
            double x = c[0] * vectors[i] + c[3] * vectors[i + 1] + c[6] * vectors[i + 2];
            double y = c[1] * vectors[i] + c[4] * vectors[i + 1] + c[7] * vectors[i + 2];
            double z = c[2] * vectors[i] + c[5] * vectors[i + 1] + c[8] * vectors[i + 2];
            double length = Math.sqrt(x * x + y * y + z * z);
            double scale = length > 0 ? sign / length : 0;
            moved[i] = (float) (x * scale);
            moved[i + 1] = (float) (y * scale);
            moved[i + 2] = (float) (z * scale);
        }
        return moved;
    }

    private static int[] turned(int[] indices) {
        int[] turned = indices.clone();
        for (int i = 0; i < turned.length; i += 3) {
            turned[i + 1] = indices[i + 2];
            turned[i + 2] = indices[i + 1];
        }
        return turned;
    }
}
