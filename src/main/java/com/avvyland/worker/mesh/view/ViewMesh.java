// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import org.jspecify.annotations.Nullable;

/**
 * Holds triangles of one material as plain arrays, which are shared and not written to.
 *
 * @param positions x, y, z a vertex
 * @param normals unit x, y, z a vertex; null: the reader shades flat, as glTF asks
 * @param uvs u, v a vertex
 * @param secondUvs the same of TEXCOORD_1
 * @param colors r, g, b, a from 0 to 1 a vertex
 * @param joints four a vertex: indices into the joints of the skin
 * @param weights four a vertex, each from 0, in sum about 1; null exactly when joints are
 * @param indices three a triangle
 * @param material index into the materials of the scene; -1 for none
 */
public record ViewMesh(
        float[] positions,
        float @Nullable [] normals,
        float @Nullable [] uvs,
        float @Nullable [] secondUvs,
        float @Nullable [] colors,
        int @Nullable [] joints,
        float @Nullable [] weights,
        int[] indices,
        int material) {

    private static final int MAX_JOINT = 0xffff;

    /** @throws IllegalArgumentException when lengths don't fit, or an index or joint is out of range */
    // Not a compact one: javac leaves the annotations of array types off its parameters (NullAway reads them).
    public ViewMesh(
            float[] positions,
            float @Nullable [] normals,
            float @Nullable [] uvs,
            float @Nullable [] secondUvs,
            float @Nullable [] colors,
            int @Nullable [] joints,
            float @Nullable [] weights,
            int[] indices,
            int material) {
        if (positions.length % 3 != 0) {
            throw bad("positions", positions.length, "a multiple of 3");
        }
        int count = positions.length / 3;
        requireLength("normals", normals == null ? -1 : normals.length, count * 3);
        requireLength("uvs", uvs == null ? -1 : uvs.length, count * 2);
        requireLength("secondUvs", secondUvs == null ? -1 : secondUvs.length, count * 2);
        requireLength("colors", colors == null ? -1 : colors.length, count * 4);
        requireLength("joints", joints == null ? -1 : joints.length, count * 4);
        requireLength("weights", weights == null ? -1 : weights.length, count * 4);
        if ((joints == null) != (weights == null)) {
            throw bad("joints", joints == null ? "none" : "some", "with weights, or neither");
        }
        if (indices.length % 3 != 0) {
            throw bad("indices", indices.length, "a multiple of 3");
        }
        for (int index : indices) {
            if (index < 0 || index >= count) {
                throw bad("index", index, "0 to " + (count - 1));
            }
        }
        for (int joint : joints == null ? new int[0] : joints) {
            if (joint < 0 || joint > MAX_JOINT) {
                throw bad("joint", joint, "0 to " + MAX_JOINT);
            }
        }
        if (material < -1) {
            throw bad("material", material, "-1 or more");
        }
        this.positions = positions;
        this.normals = normals;
        this.uvs = uvs;
        this.secondUvs = secondUvs;
        this.colors = colors;
        this.joints = joints;
        this.weights = weights;
        this.indices = indices;
        this.material = material;
    }

    int vertexCount() {
        return positions.length / 3;
    }

    /** Tell whether two may become one: the same material and the same attributes. */
    boolean joins(ViewMesh other) {
        return material == other.material
                && (normals == null) == (other.normals == null)
                && (uvs == null) == (other.uvs == null)
                && (secondUvs == null) == (other.secondUvs == null)
                && (colors == null) == (other.colors == null)
                && (joints == null) == (other.joints == null);
    }

    private static void requireLength(String name, int length, int expected) {
        if (length != -1 && length != expected) {
            throw bad(name, length, expected + ", as the positions say");
        }
    }

    static IllegalArgumentException bad(String name, Object value, String expected) {
        return new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
}
