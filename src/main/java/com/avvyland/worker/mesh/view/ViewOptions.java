// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import com.avvyland.worker.mesh.meshopt.VertexCodec;

/**
 * Says how exact and how coarse a view may be.
 *
 * @param positionBits of a coordinate over the longest side of a mesh's box, 8 to 16. The error is half a step: with 14
 *     bits at most 1/30,720 of that side, 0.07 mm on 2 m. A mesh with points or lines has 16 bits: a pixel of them is
 *     there or is not
 * @param levels coarser levels, each with a quarter of the triangles of the one before, 0 to 4
 * @param levelError the largest error of a level, relative to the size of the mesh
 * @param previewTriangles meshes with more have a self-contained first level, a sixteenth; 0 for none
 * @param vertexCodec V1 is smaller and needs a reader with meshoptimizer 0.23 or later; any reader takes V0
 */
public record ViewOptions(
        int positionBits, int levels, float levelError, int previewTriangles, VertexCodec.Version vertexCodec) {

    static final int MAX_POSITION_BITS = 16;

    /** What gltfpack takes for positions, and two levels, which add a tenth to the size. */
    public static final ViewOptions DEFAULT = new ViewOptions(14, 2, 0.05f, 0, VertexCodec.Version.V1);

    public ViewOptions {
        requireRange("positionBits", positionBits, 8, MAX_POSITION_BITS);
        requireRange("levels", levels, 0, 4);
        requireRange("previewTriangles", previewTriangles, 0, Integer.MAX_VALUE);
        if (!(levelError >= 0 && levelError <= 1)) {
            throw ViewMesh.bad("levelError", levelError, "0 to 1");
        }
    }

    /** Return the same with another vertex codec. */
    public ViewOptions withVertexCodec(VertexCodec.Version version) {
        return new ViewOptions(positionBits, levels, levelError, previewTriangles, version);
    }

    private static void requireRange(String name, int value, int from, int to) {
        if (value < from || value > to) {
            throw ViewMesh.bad(name, value, from + " to " + to);
        }
    }
}
