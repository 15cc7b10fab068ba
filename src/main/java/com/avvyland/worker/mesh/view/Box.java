// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Grows around points: an axis-aligned box. */
final class Box {

    private final double[] min = new double[3];
    private final double[] max = new double[3];
    private boolean empty = true;

    static Box around(List<ViewMesh> parts) {
        Box box = new Box();
        for (ViewMesh part : parts) {
            BitSet used = used(part);
            for (VertexCursor run = part.positions().cursor(Semantic.POSITION); run.next(); ) {
                float[] positions = run.numbers();
                for (int i = 0; i < run.count(); i++) {
                    if (used.get(run.first() + i)) {
                        box.add(positions[i * 3], positions[i * 3 + 1], positions[i * 3 + 2]);
                    }
                }
            }
        }
        return box;
    }

    /** Return the vertices that are drawn: others may be anywhere. */
    private static BitSet used(ViewMesh part) {
        BitSet used = new BitSet(part.vertexCount());
        for (IndexCursor run = part.indices().cursor(); run.next(); ) {
            for (int i = 0; i < run.count(); i++) {
                used.set(run.indices()[i]);
            }
        }
        return used;
    }

    void add(double x, double y, double z) {
        double[] point = {x, y, z};
        for (int axis = 0; axis < 3; axis++) {
            if (!Double.isFinite(point[axis])) {
                throw ViewMesh.bad("position", point[axis], "a finite number");
            }
            min[axis] = empty ? point[axis] : Math.min(min[axis], point[axis]);
            max[axis] = empty ? point[axis] : Math.max(max[axis], point[axis]);
        }
        empty = false;
    }

    /** Add the eight corners of another box after a matrix in column order. */
    void add(Box other, double[] m) {
        for (int corner = 0; corner < 8 && !other.empty; corner++) {
            double x = (corner & 1) == 0 ? other.min[0] : other.max[0];
            double y = (corner & 2) == 0 ? other.min[1] : other.max[1];
            double z = (corner & 4) == 0 ? other.min[2] : other.max[2];
            add(
                    m[0] * x + m[4] * y + m[8] * z + m[12],
                    m[1] * x + m[5] * y + m[9] * z + m[13],
                    m[2] * x + m[6] * y + m[10] * z + m[14]);
        }
    }

    double[] min() {
        return min;
    }

    double[] max() {
        return max;
    }

    /** Return the longest side. */
    double extent() {
        return Math.max(max[0] - min[0], Math.max(max[1] - min[1], max[2] - min[2]));
    }

    /** Return the corners as single floats, which is what they were, or near enough to frame a camera. */
    List<Float> numbers() {
        List<Float> numbers = new ArrayList<>(6);
        Arrays.stream(min).forEach(value -> numbers.add((float) value));
        Arrays.stream(max).forEach(value -> numbers.add((float) value));
        return numbers;
    }
}
