// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import com.avvyland.worker.gltf.AccessorView;
import org.jspecify.annotations.Nullable;

/**
 * Reads the indices of a primitive where its file is, as points, pairs or triples.
 *
 * @param mode of glTF
 */
record PrimitiveIndices(int mode, AccessorView view) implements IndexData {

    private static final int POINTS = 0;
    private static final int LINES = 1;
    private static final int LINE_LOOP = 2;
    private static final int LINE_STRIP = 3;
    private static final int TRIANGLES = 4;

    /** Return what a mode becomes; null for strips and fans of triangles, which a canonical GLB does not have. */
    static @Nullable PrimitiveMode mode(int mode) {
        return switch (mode) {
            case POINTS -> PrimitiveMode.POINTS;
            case LINES, LINE_LOOP, LINE_STRIP -> PrimitiveMode.LINES;
            case TRIANGLES -> PrimitiveMode.TRIANGLES;
            default -> null;
        };
    }

    /** Return how many indices so many become; glTF ignores the rest of an incomplete line or triangle. */
    static long count(int mode, int count) {
        return switch (mode) {
            case LINE_LOOP -> count < 2 ? 0 : count * 2L;
            case LINE_STRIP -> count < 2 ? 0 : (count - 1) * 2L;
            case LINES -> count / 2 * 2;
            case TRIANGLES -> count / 3 * 3;
            default -> count;
        };
    }

    @Override
    public int length() {
        return Math.toIntExact(count(mode, view.count()));
    }

    @Override
    public void read(int from, int[] to, int at, int count) {
        if (mode != LINE_LOOP && mode != LINE_STRIP) {
            view.readIndices(from, to, at, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            to[at + i] = view.index((from + i + 1) / 2 % view.count());
        }
    }
}
