// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.StoredElements;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes one vertex of those whose bits are equal, drops triangles that have lost their area by it, and numbers what is
 * left in the order of its first use. Exact: no vertex moves, no triangle changes its place or its winding.
 *
 * <p>Keeps its tables from one primitive to the next, so that many primitives over one large buffer cost what they use
 * of it. For one thread.
 */
final class Weld {

    private static final int NONE = -1;

    private final SplittableRandom random = new SplittableRandom();
    /** Place of a source vertex in the list of those used, plus {@link #base}, plus 1; what is less is of a primitive before. */
    private int[] placeOf = {};

    private int base;

    /**
     * Weld one primitive.
     *
     * @param corners source vertices that the primitive goes through; overwritten with the result
     */
    Welded weld(List<StoredElements> streams, int sourceVertices, int[] corners, int mode) {
        int[] first = used(sourceVertices, corners);
        int[] classes = new VertexTable(new VertexBits(streams, random.nextLong()), first).classes();
        int count = VertexTable.count(classes);
        if (count < first.length) {
            for (int i = 0; i < corners.length; i++) {
                corners[i] = classes[corners[i]];
            }
            first = Arrays.copyOf(first, count);
        }
        if (mode == Corners.TRIANGLES && hasDegenerate(corners)) {
            return withoutDegenerate(first, corners);
        }
        return new Welded(unlessCounting(first, count), count, corners, corners.length, 0);
    }

    /** List the vertices that are used, in the order of first use; replace each corner by its vertex's place there. */
    private int[] used(int sourceVertices, int[] corners) {
        if (placeOf.length < sourceVertices) {
            placeOf = Arrays.copyOf(placeOf, sourceVertices);
        }
        int[] used = new int[Math.min(sourceVertices, corners.length)];
        int count = 0;
        for (int i = 0; i < corners.length; i++) {
            int vertex = corners[i];
            int place = placeOf[vertex] - base;
            if (place <= 0) {
                used[count++] = vertex;
                place = count;
                placeOf[vertex] = base + place;
            }
            corners[i] = place - 1;
        }
        base += count;
        return count == used.length ? used : Arrays.copyOf(used, count);
    }

    private static boolean hasDegenerate(int[] corners) {
        for (int i = 0; i < corners.length; i += 3) {
            if (isDegenerate(corners[i], corners[i + 1], corners[i + 2])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDegenerate(int a, int b, int c) {
        return a == b || b == c || c == a;
    }

    /** Number classes again, when a triangle that stays uses them: one that only dropped triangles had gets none. */
    private static Welded withoutDegenerate(int[] first, int[] corners) {
        int[] numberOf = new int[first.length];
        int[] order = new int[first.length];
        Arrays.fill(numberOf, NONE);
        int vertices = 0;
        int kept = 0;
        for (int i = 0; i < corners.length; i += 3) {
            if (isDegenerate(corners[i], corners[i + 1], corners[i + 2])) {
                continue;
            }
            for (int corner = i; corner < i + 3; corner++) {
                int vertexClass = corners[corner];
                if (numberOf[vertexClass] == NONE) {
                    order[vertices] = first[vertexClass];
                    numberOf[vertexClass] = vertices++;
                }
                corners[kept++] = numberOf[vertexClass];
            }
        }
        return new Welded(unlessCounting(order, vertices), vertices, corners, kept, (corners.length - kept) / 3);
    }

    private static int @Nullable [] unlessCounting(int[] order, int count) {
        for (int i = 0; i < count; i++) {
            if (order[i] != i) {
                return count == order.length ? order : Arrays.copyOf(order, count);
            }
        }
        return null;
    }
}
