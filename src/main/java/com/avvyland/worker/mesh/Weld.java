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
 * <p>What it leaves behind is a number for each vertex of the source, or for each corner of the primitive, whichever
 * are fewer. Keeps a table from one primitive to the next, so that many primitives over one large buffer cost what they
 * use of it. For one thread.
 */
final class Weld {

    private static final int NONE = -1;

    private final SplittableRandom random = new SplittableRandom();
    /** Number of a source vertex, plus {@link #base}, plus 1; what is less is of a primitive before. */
    private int[] shared = {};

    private int base;

    /** Weld one primitive. */
    Welded weld(List<StoredElements> streams, int sourceVertices, Corners corners, int mode) {
        var bits = new VertexBits(streams, random.nextLong());
        if (corners.count() < sourceVertices) {
            return few(bits, sourceVertices, corners, mode);
        }
        int[] numbers = new int[sourceVertices];
        Arrays.fill(numbers, NONE);
        int[] used = used(numbers, NONE, corners);
        int count = new VertexTable(bits, used).number(numbers, NONE);
        return welded(trimmed(used, count), new Corners.Numbered(corners, numbers), numbers, mode);
    }

    /** Weld a primitive that uses less than all of its vertices. */
    private Welded few(VertexBits bits, int sourceVertices, Corners corners, int mode) {
        if (shared.length < sourceVertices) {
            shared = Arrays.copyOf(shared, sourceVertices);
        }
        int[] used = used(shared, base, corners);
        int count = new VertexTable(bits, used).number(shared, base);
        int[] listed = list(corners);
        base += used.length;
        return welded(trimmed(used, count), new Corners.Listed(listed), listed, mode);
    }

    /** List the vertices that are used, in the order of first use; give each its place there as its number. */
    private static int[] used(int[] numbers, int base, Corners corners) {
        int[] used = new int[Math.min(numbers.length, corners.count())];
        int count = 0;
        int[] run = Corners.run(corners.count());
        for (int from = 0; from < corners.count(); from += run.length) {
            int some = corners.read(from, run);
            for (int i = 0; i < some; i++) {
                int vertex = run[i];
                if (numbers[vertex] <= base) {
                    used[count++] = vertex;
                    numbers[vertex] = base + count;
                }
            }
        }
        return trimmed(used, count);
    }

    private int[] list(Corners corners) {
        int[] listed = new int[corners.count()];
        int[] run = Corners.run(corners.count());
        for (int from = 0; from < listed.length; from += run.length) {
            int some = corners.read(from, run);
            for (int i = 0; i < some; i++) {
                listed[from + i] = shared[run[i]] - base - 1;
            }
        }
        return listed;
    }

    /**
     * Drop triangles without an area.
     *
     * @param first vertex of each class
     * @param corners classes, as {@code numbers} has them
     * @param numbers overwritten with the result
     */
    private static Welded welded(int[] first, Corners corners, int[] numbers, int mode) {
        int dropped = mode == Corners.TRIANGLES ? degenerate(corners) : 0;
        if (dropped == 0) {
            return new Welded(unlessCounting(first, first.length), first.length, corners, 0);
        }
        int[] numberOf = new int[first.length];
        int[] order = new int[first.length];
        int vertices = numberWithoutDegenerate(corners, first, numberOf, order);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = numbers[i] == NONE ? NONE : numberOf[numbers[i]];
        }
        return new Welded(unlessCounting(order, vertices), vertices, corners, dropped);
    }

    private static int degenerate(Corners corners) {
        int count = 0;
        int[] run = Corners.run(corners.count());
        for (int from = 0; from < corners.count(); from += run.length) {
            int some = corners.read(from, run);
            for (int i = 0; i < some; i += 3) {
                if (isDegenerate(run[i], run[i + 1], run[i + 2])) {
                    count++;
                }
            }
        }
        return count;
    }

    static boolean isDegenerate(int a, int b, int c) {
        return a == b || b == c || c == a;
    }

    /**
     * Number classes again, when a triangle that stays uses them: one that only dropped triangles had gets none.
     *
     * @param numberOf gets the number of each class
     * @param order gets the vertex of each number
     * @return how many numbers there are
     */
    private static int numberWithoutDegenerate(Corners corners, int[] first, int[] numberOf, int[] order) {
        Arrays.fill(numberOf, NONE);
        int vertices = 0;
        int[] run = Corners.run(corners.count());
        for (int from = 0; from < corners.count(); from += run.length) {
            int some = corners.read(from, run);
            for (int i = 0; i < some; i += 3) {
                if (isDegenerate(run[i], run[i + 1], run[i + 2])) {
                    continue;
                }
                for (int corner = i; corner < i + 3; corner++) {
                    int vertexClass = run[corner];
                    if (numberOf[vertexClass] == NONE) {
                        order[vertices] = first[vertexClass];
                        numberOf[vertexClass] = vertices++;
                    }
                }
            }
        }
        return vertices;
    }

    private static int @Nullable [] unlessCounting(int[] order, int count) {
        for (int i = 0; i < count; i++) {
            if (order[i] != i) {
                return trimmed(order, count);
            }
        }
        return null;
    }

    private static int[] trimmed(int[] list, int count) {
        return count == list.length ? list : Arrays.copyOf(list, count);
    }
}
