// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Moves meshes to where they stand, and joins those of one kind. */
final class Placement {

    private Placement() {}

    /** Apply a matrix in column order; one that mirrors turns every triangle over, so that its front stays its front. */
    static ViewMesh move(ViewMesh mesh, double[] m) {
        float[] positions = new float[mesh.positions().length];
        for (int i = 0; i < positions.length; i += 3) {
            double x = mesh.positions()[i];
            double y = mesh.positions()[i + 1];
            double z = mesh.positions()[i + 2];
            for (int row = 0; row < 3; row++) {
                positions[i + row] = (float) (m[row] * x + m[4 + row] * y + m[8 + row] * z + m[12 + row]);
            }
        }
        double[] cofactors = cofactors(m);
        double determinant = m[0] * cofactors[0] + m[1] * cofactors[1] + m[2] * cofactors[2];
        return new ViewMesh(
                positions,
                mesh.normals() == null ? null : normals(mesh.normals(), cofactors, determinant < 0 ? -1 : 1),
                mesh.uvs(),
                mesh.secondUvs(),
                mesh.colors(),
                mesh.joints(),
                mesh.weights(),
                determinant < 0 ? turned(mesh.indices()) : mesh.indices(),
                mesh.material());
    }

    /** The matrix that normals follow, but for its sign and length: the cofactors, in column order. */
    private static double[] cofactors(double[] m) {
        return new double[] {
            m[5] * m[10] - m[6] * m[9], m[6] * m[8] - m[4] * m[10], m[4] * m[9] - m[5] * m[8],
            m[2] * m[9] - m[1] * m[10], m[0] * m[10] - m[2] * m[8], m[1] * m[8] - m[0] * m[9],
            m[1] * m[6] - m[2] * m[5], m[2] * m[4] - m[0] * m[6], m[0] * m[5] - m[1] * m[4]
        };
    }

    private static float[] normals(float[] normals, double[] c, int sign) {
        float[] moved = new float[normals.length];
        for (int i = 0; i < moved.length; i += 3) {
            double x = c[0] * normals[i] + c[3] * normals[i + 1] + c[6] * normals[i + 2];
            double y = c[1] * normals[i] + c[4] * normals[i + 1] + c[7] * normals[i + 2];
            double z = c[2] * normals[i] + c[5] * normals[i + 1] + c[8] * normals[i + 2];
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

    static ViewMesh join(List<ViewMesh> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        int[] indices = new int
                [Math.toIntExact(
                        parts.stream().mapToLong(part -> part.indices().length).sum())];
        int at = 0;
        int base = 0;
        for (ViewMesh part : parts) {
            for (int index : part.indices()) {
                indices[at++] = base + index;
            }
            base = Math.addExact(base, part.vertexCount());
        }
        ViewMesh first = parts.getFirst();
        return new ViewMesh(
                floats(parts, ViewMesh::positions),
                first.normals() == null ? null : floats(parts, ViewMesh::normals),
                first.uvs() == null ? null : floats(parts, ViewMesh::uvs),
                first.secondUvs() == null ? null : floats(parts, ViewMesh::secondUvs),
                first.colors() == null ? null : floats(parts, ViewMesh::colors),
                first.joints() == null ? null : ints(parts),
                first.weights() == null ? null : floats(parts, ViewMesh::weights),
                indices,
                first.material());
    }

    private interface FloatsOf extends Function<ViewMesh, float @Nullable []> {}

    private static float[] floats(List<ViewMesh> parts, FloatsOf attribute) {
        long length = 0;
        for (ViewMesh part : parts) {
            length += present(attribute.apply(part)).length;
        }
        float[] joined = new float[Math.toIntExact(length)];
        int at = 0;
        for (ViewMesh part : parts) {
            float[] values = present(attribute.apply(part));
            System.arraycopy(values, 0, joined, at, values.length);
            at += values.length;
        }
        return joined;
    }

    private static int[] ints(List<ViewMesh> parts) {
        return parts.stream()
                .map(ViewMesh::joints)
                .filter(java.util.Objects::nonNull)
                .flatMapToInt(java.util.Arrays::stream)
                .toArray();
    }

    private static float[] present(float @Nullable [] values) {
        return values == null ? new float[0] : values;
    }
}
