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

    /** Whether two corners of a triangle are the same vertex before anything is welded. */
    private boolean degenerate;

    Weld() {
        this(0);
    }

    /** Begin where primitives of so many vertices would have led to. */
    Weld(int base) {
        this.base = base;
    }

    /** Weld one primitive. */
    Welded weld(List<StoredElements> streams, int sourceVertices, Corners corners, int mode) {
        var bits = new VertexBits(streams, random.nextLong());
        if (corners.count() < sourceVertices) {
            return few(bits, sourceVertices, corners, mode);
        }
        int[] numbers = new int[sourceVertices];
        Arrays.fill(numbers, NONE);
        int[] used = used(numbers, NONE, corners, mode);
        int count = new VertexTable(bits, used).number(numbers, NONE);
        return welded(used, count, new Corners.Numbered(corners, numbers), numbers, mode);
    }

    /** Weld a primitive that uses less than all of its vertices. */
    private Welded few(VertexBits bits, int sourceVertices, Corners corners, int mode) {
        if (shared.length < sourceVertices) {
            shared = Arrays.copyOf(shared, sourceVertices);
        }
        if (base > Integer.MAX_VALUE - sourceVertices) {
            Arrays.fill(shared, 0);
            base = 0;
        }
        int[] used = used(shared, base, corners, mode);
        int count = new VertexTable(bits, used).number(shared, base);
        int[] listed = list(corners);
        base += used.length;
        return welded(used, count, new Corners.Listed(listed), listed, mode);
    }

    /** List the vertices that are used, in the order of first use; give each its place there as its number. */
    private int[] used(int[] numbers, int base, Corners corners, int mode) {
        degenerate = false;
        int[] used = new int[Math.min(numbers.length, corners.count())];
        int count = 0;
        int[] run = Corners.run(corners.count());
        for (int from = 0; from < corners.count(); from += run.length) {
            int some = corners.read(from, run);
            degenerate = degenerate || mode == Corners.TRIANGLES && hasDegenerate(run, some);
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
     * @param first vertex of each class; only {@code count} of them count
     * @param corners classes, as {@code numbers} has them
     * @param numbers overwritten with the result
     */
    private Welded welded(int[] first, int count, Corners corners, int[] numbers, int mode) {
        if (count < first.length && !degenerate && mode == Corners.TRIANGLES) {
            degenerate = hasDegenerate(corners);
        }
        if (!degenerate) {
            return new Welded(unlessCounting(first, count), count, corners, 0);
        }
        int[] numberOf = new int[count];
        int[] order = new int[count];
        Arrays.fill(numberOf, NONE);
        int kept = 0;
        int vertices = 0;
        int[] run = Corners.run(corners.count());
        for (int from = 0; from < corners.count(); from += run.length) {
            int some = withoutDegenerate(run, corners.read(from, run));
            kept += some;
            vertices = number(run, some, first, numberOf, order, vertices);
        }
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = numbers[i] == NONE ? NONE : numberOf[numbers[i]];
        }
        return new Welded(unlessCounting(order, vertices), vertices, corners, (corners.count() - kept) / 3);
    }

    private static boolean hasDegenerate(Corners corners) {
        int[] run = Corners.run(corners.count());
        for (int from = 0; from < corners.count(); from += run.length) {
            if (hasDegenerate(run, corners.read(from, run))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasDegenerate(int[] run, int some) {
        for (int i = 0; i < some; i += 3) {
            if (isDegenerate(run[i], run[i + 1], run[i + 2])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDegenerate(int a, int b, int c) {
        return a == b || b == c || c == a;
    }

    /** Return the 3 corners of a triangle for two numbers that differ; 0 for equal ones. */
    private static int apart(int a, int b) {
        int difference = a ^ b;
        return (difference | -difference) >> 31 & 3;
    }

    /** Move the triangles that have an area to the front of a run; return how many corners that are. */
    static int withoutDegenerate(int[] run, int some) {
        int kept = 0;
        for (int i = 0; i < some; i += 3) {
            int a = run[i];
            int b = run[i + 1];
            int c = run[i + 2];
            // Written in any case: a branch that nobody can guess costs more.
            run[kept] = a;
            run[kept + 1] = b;
            run[kept + 2] = c;
            kept += apart(a, b) & apart(b, c) & apart(c, a);
        }
        return kept;
    }

    /**
     * Number classes again, when a triangle that stays uses them: one that only dropped triangles had gets none.
     *
     * @param numberOf gets the number of each class
     * @param order gets the vertex of each number
     * @return how many numbers there are, {@code vertices} of them before
     */
    private static int number(int[] run, int some, int[] first, int[] numberOf, int[] order, int vertices) {
        int next = vertices;
        for (int i = 0; i < some; i++) {
            int vertexClass = run[i];
            if (numberOf[vertexClass] == NONE) {
                order[next] = first[vertexClass];
                numberOf[vertexClass] = next++;
            }
        }
        return next;
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
