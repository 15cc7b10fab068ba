// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import java.util.ArrayList;
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

    /**
     * A sixteenth of the steps may go, for a grid that the sides of the box and the planes through the origin lie on, or
     * near: flat bottoms and walls are what the eye sees move.
     */
    private static final int SPARED = 16;

    static Grid of(Box box, int bits) {
        double[] origin = box.min().clone();
        for (int axis = 0; axis < 3; axis++) {
            // The file holds single floats: what is rounded against is what the reader adds.
            origin[axis] = (float) origin[axis];
        }
        int steps = steps(planes(box), (1 << bits) - 1);
        float step = (float) (box.extent() / steps);
        return new Grid(origin, step > 0 ? step : 1, steps);
    }

    /** Return where those planes are, from 0 at the smallest corner to 1 at the end of the longest side. */
    private static List<Double> planes(Box box) {
        List<Double> planes = new ArrayList<>();
        for (int axis = 0; axis < 3; axis++) {
            planes.add((box.max()[axis] - box.min()[axis]) / box.extent());
            if (box.min()[axis] < 0 && box.max()[axis] > 0) {
                planes.add(-box.min()[axis] / box.extent());
            }
        }
        planes.removeIf(place -> !Double.isFinite(place));
        return planes;
    }

    private static int steps(List<Double> planes, int most) {
        int best = most;
        double least = Double.MAX_VALUE;
        for (int steps = most; steps >= most - most / SPARED; steps--) {
            double worst = 0;
            for (double place : planes) {
                worst = Math.max(worst, Math.abs(place * steps - Math.rint(place * steps)));
            }
            // Single floats are not exact to the last bit: a gain below that is none.
            if (worst < least - 1e-3) {
                least = worst;
                best = steps;
            }
        }
        return best;
    }

    int value(float coordinate, int axis) {
        long nearest = Math.round((coordinate - origin[axis]) / step);
        return (int) Math.clamp(nearest, 0, steps);
    }

    Map<String, Object> dequantization() {
        return Map.of("o", List.of((float) origin[0], (float) origin[1], (float) origin[2]), "s", (float) step);
    }
}
