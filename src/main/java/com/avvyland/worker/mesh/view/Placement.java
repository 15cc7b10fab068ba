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
        Map<Semantic, VertexData> attributes = new EnumMap<>(mesh.attributes());
        boolean mirrors = determinant(m) < 0;
        attributes.computeIfPresent(POSITION, (_, positions) -> new MovedPoints(positions, m));
        attributes.computeIfPresent(
                NORMAL, (_, normals) -> new TurnedVectors(normals, 3, cofactors(m), mirrors ? -1 : 1));
        attributes.computeIfPresent(TANGENT, (_, tangents) -> new TurnedVectors(tangents, 4, linear(m), 1));
        boolean turns = mirrors && mesh.mode() == PrimitiveMode.TRIANGLES;
        IndexData indices = turns ? new ReversedTriangles(mesh.indices()) : mesh.indices();
        return new ViewMesh(attributes, List.of(), mesh.mode(), indices, mesh.material());
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
}
