// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import java.util.Arrays;

/**
 * Holds colours that change evenly over a picture: each channel is a plane over x and y, 0..1 from edge to edge.
 *
 * @param l constant, per width, per height
 * @param a the same
 * @param b the same
 * @param share how much of the edges it describes, 0..1
 * @param noise distance that half of the described pixels are within
 */
record Gradient(double[] l, double[] a, double[] b, double share, double noise) {

    /** Twice what the eye just sees: JPEG's noise and a lamp's fall-off stay within. */
    private static final double NEAR = 0.04;

    private static final int ROUNDS = 4;

    /** Fit the pixels along the edges; what does not fit is left out in the next round, so that a subject at the edge does no harm. */
    static Gradient of(OkLab lab, int width, int height, int ring) {
        int[] at = new int[width * height];
        int count = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (x < ring || y < ring || x >= width - ring || y >= height - ring) {
                    at[count++] = y * width + x;
                }
            }
        }
        int[] all = Arrays.copyOf(at, count);
        Gradient fit = flat(lab, all);
        for (int round = 0; round < ROUNDS; round++) {
            Gradient last = fit;
            double reach = round == 0 ? 3 * NEAR : NEAR;
            int[] near = Arrays.stream(all)
                    .filter(i -> last.distance(lab, i, width, height) <= reach)
                    .toArray();
            if (near.length < 16) {
                return new Gradient(fit.l, fit.a, fit.b, 0, 0);
            }
            fit = new Gradient(
                    plane(lab.l(), near, width, height),
                    plane(lab.a(), near, width, height),
                    plane(lab.b(), near, width, height),
                    0,
                    0);
        }
        Gradient done = fit;
        double[] distances = Arrays.stream(all)
                .mapToDouble(i -> done.distance(lab, i, width, height))
                .sorted()
                .toArray();
        long near =
                Arrays.stream(distances).filter(distance -> distance <= NEAR).count();
        double noise = near == 0 ? 0 : distances[(int) (near / 2)];
        return new Gradient(fit.l, fit.a, fit.b, near / (double) all.length, noise);
    }

    /** Return how far a pixel is from the colour that is expected there. */
    double distance(OkLab lab, int index, int width, int height) {
        double x = (index % width + 0.5) / width;
        double y = (index / width + 0.5) / height;
        double dl = lab.l()[index] - at(l, x, y);
        double da = lab.a()[index] - at(a, x, y);
        double db = lab.b()[index] - at(b, x, y);
        return Math.sqrt(dl * dl + da * da + db * db);
    }

    /** Return lightness in the middle. */
    double lightness() {
        return at(l, 0.5, 0.5);
    }

    /** Return how coloured it is in the middle. */
    double chroma() {
        return Math.hypot(at(a, 0.5, 0.5), at(b, 0.5, 0.5));
    }

    static double at(double[] plane, double x, double y) {
        return plane[0] + plane[1] * x + plane[2] * y;
    }

    /** Begin with the median of each channel: half of the edges may be something else. */
    private static Gradient flat(OkLab lab, int[] at) {
        return new Gradient(
                new double[] {median(lab.l(), at), 0, 0},
                new double[] {median(lab.a(), at), 0, 0},
                new double[] {median(lab.b(), at), 0, 0},
                0,
                0);
    }

    private static double median(float[] values, int[] at) {
        double[] sorted = Arrays.stream(at).mapToDouble(i -> values[i]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Least squares of a plane, by the normal equations and Cramer's rule. */
    private static double[] plane(float[] values, int[] at, int width, int height) {
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double sxy = 0;
        double syy = 0;
        double sv = 0;
        double sxv = 0;
        double syv = 0;
        for (int i : at) {
            double x = (i % width + 0.5) / width;
            double y = (i / width + 0.5) / height;
            sx += x;
            sy += y;
            sxx += x * x;
            sxy += x * y;
            syy += y * y;
            sv += values[i];
            sxv += x * values[i];
            syv += y * values[i];
        }
        double n = at.length;
        double det = n * (sxx * syy - sxy * sxy) - sx * (sx * syy - sxy * sy) + sy * (sx * sxy - sxx * sy);
        if (Math.abs(det) < 1e-9 * n * n * n) {
            return new double[] {sv / n, 0, 0};
        }
        double c = sv * (sxx * syy - sxy * sxy) - sx * (sxv * syy - sxy * syv) + sy * (sxv * sxy - sxx * syv);
        double px = n * (sxv * syy - sxy * syv) - sv * (sx * syy - sxy * sy) + sy * (sx * syv - sxv * sy);
        double py = n * (sxx * syv - sxv * sxy) - sx * (sx * syv - sxv * sy) + sv * (sx * sxy - sxx * sy);
        return new double[] {c / det, px / det, py / det};
    }
}
