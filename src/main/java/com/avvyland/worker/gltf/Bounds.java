// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import java.util.List;

/** Grows an axis-aligned box around points. */
final class Bounds {

    private final double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    private final double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};

    void addVertices(AccessorView vertices, double[] matrix) {
        for (int i = 0; i < vertices.count(); i++) {
            add(vertices.at(i, 0), vertices.at(i, 1), vertices.at(i, 2), matrix);
        }
    }

    /** Add the eight corners of a box. */
    void addBox(double[] min, double[] max, double[] matrix) {
        for (int corner = 0; corner < 8; corner++) {
            add(
                    (corner & 1) == 0 ? min[0] : max[0],
                    (corner & 2) == 0 ? min[1] : max[1],
                    (corner & 4) == 0 ? min[2] : max[2],
                    matrix);
        }
    }

    private void add(double x, double y, double z, double[] m) {
        grow(0, m[0] * x + m[4] * y + m[8] * z + m[12]);
        grow(1, m[1] * x + m[5] * y + m[9] * z + m[13]);
        grow(2, m[2] * x + m[6] * y + m[10] * z + m[14]);
    }

    private void grow(int axis, double value) {
        low[axis] = Math.min(low[axis], value);
        high[axis] = Math.max(high[axis], value);
    }

    double[] low() {
        return low;
    }

    double[] high() {
        return high;
    }

    List<Double> min() {
        return List.of(low[0], low[1], low[2]);
    }

    List<Double> max() {
        return List.of(high[0], high[1], high[2]);
    }

    /** Refuse a box that a renderer cannot frame. Written so that NaN fails too. */
    void requireSane() {
        for (int axis = 0; axis < 3; axis++) {
            if (!(Math.abs(low[axis]) <= Matrix.MAX_COORDINATE && Math.abs(high[axis]) <= Matrix.MAX_COORDINATE)) {
                throw GltfFault.invalid(
                        "scene bounds",
                        "%s to %s".formatted(min(), max()),
                        "at most 1e12 either way, by its transforms");
            }
        }
    }
}
