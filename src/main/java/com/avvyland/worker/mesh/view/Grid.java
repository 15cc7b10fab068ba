// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import java.util.List;
import java.util.Map;

/**
 * Holds the steps to which the positions of one mesh are rounded; one for all its parts, so that their seams meet.
 *
 * @param origin the smallest corner
 * @param step between two values, the same on each axis; the error is half of it
 * @param steps the largest value
 */
record Grid(double[] origin, double step, int steps) {

    static Grid of(Box box, int bits) {
        int steps = (1 << bits) - 1;
        double[] origin = box.min().clone();
        for (int axis = 0; axis < 3; axis++) {
            // The file holds single floats: what is rounded against is what the reader adds.
            origin[axis] = (float) origin[axis];
        }
        float step = (float) (box.extent() / steps);
        return new Grid(origin, step > 0 ? step : 1, steps);
    }

    int value(float coordinate, int axis) {
        long nearest = Math.round((coordinate - origin[axis]) / step);
        return (int) Math.clamp(nearest, 0, steps);
    }

    Map<String, Object> dequantization() {
        return Map.of("o", List.of((float) origin[0], (float) origin[1], (float) origin[2]), "s", (float) step);
    }
}
