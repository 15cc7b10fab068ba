// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.metadata;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Decides how many metres a model's unit is, where the file says one thing and somebody who looked says another.
 *
 * <p>The two sizes are compared without regard to axes: three edges, sorted, each pair's ratio a vote. The votes' mean is
 * what the looker says. Where both are within a factor of {@value #AGREE} the file is right, as it is the more exact.
 * Otherwise the looker is, moved to a unit that exporters use when one is within {@value #SNAP}. Votes that contradict
 * each other, or a unit that no model has, count for nothing.
 */
final class ScaleRule {

    /** Nobody tells a size by its looks better than this. */
    static final double AGREE = 2;

    /** From reference measurements: 1.35 moves a fox of 154 cm and an engine of 743 mm, and no generated mesh. */
    static final double SNAP = 1.35;

    /** Metre, centimetre, millimetre, inch, foot. */
    private static final double[] UNITS = {1, 0.01, 0.001, 0.0254, 0.3048};

    /** An edge thinner than this part of the longest says nothing: a poster's depth. */
    private static final double THIN = 0.02;

    private static final double LEAST = 1e-4;
    private static final double MOST = 1e4;

    private ScaleRule() {}

    /**
     * Return metres per unit.
     *
     * @param said by the file, or by what is known of its kind
     * @param edges of the bounds, in units
     * @param seen edges as somebody estimated them, in metres
     */
    static double decide(double said, double[] edges, double[] seen) {
        OptionalDouble looked = estimate(edges, seen);
        if (looked.isEmpty() || within(looked.getAsDouble() / said, AGREE)) {
            return said;
        }
        double scale = looked.getAsDouble();
        double nearest = scale;
        double distance = Math.log(SNAP);
        for (double unit : UNITS) {
            double away = Math.abs(Math.log(scale / unit));
            if (away < distance) {
                distance = away;
                nearest = unit;
            }
        }
        return Double.parseDouble(String.format(Locale.ROOT, "%.3g", nearest));
    }

    private static OptionalDouble estimate(double[] edges, double[] seen) {
        double[] units = edges.clone();
        double[] metres = seen.clone();
        Arrays.sort(units);
        Arrays.sort(metres);
        double sum = 0;
        double squares = 0;
        int votes = 0;
        for (int i = 0; i < 3; i++) {
            if (!(metres[i] > 0) || !(units[i] > units[2] * THIN)) {
                continue;
            }
            double vote = Math.log(metres[i] / units[i]);
            sum += vote;
            squares += vote * vote;
            votes++;
        }
        if (votes == 0) {
            return OptionalDouble.empty();
        }
        double mean = sum / votes;
        double spread = Math.sqrt(Math.max(0, squares / votes - mean * mean));
        double scale = Math.exp(mean);
        return spread > Math.log(AGREE) || !(scale >= LEAST && scale <= MOST)
                ? OptionalDouble.empty()
                : OptionalDouble.of(scale);
    }

    private static boolean within(double ratio, double factor) {
        return ratio <= factor && ratio >= 1 / factor;
    }
}
