// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import java.util.Arrays;

/**
 * Resizes pictures with the Catmull-Rom kernel, widened where a picture gets smaller, so that every pixel counts. Works
 * on premultiplied colours: what is behind a transparent pixel leaves no fringe. Stateless.
 */
final class Resampling {

    private static final double RADIUS = 2;

    private Resampling() {}

    static Raster resized(Raster raster, int width, int height) {
        Weights across = Weights.of(raster.width(), width);
        Weights down = Weights.of(raster.height(), height);
        // Only the rows that one row is made of are held.
        float[][] rows = new float[down.longest()][width * 4];
        float[] line = new float[raster.width() * 4];
        float[] sum = new float[width * 4];
        int[] argb = new int[width * height];
        int read = 0;
        for (int y = 0; y < height; y++) {
            float[] shares = down.shares[y];
            for (int end = down.first[y] + shares.length; read < end; read++) {
                premultiply(raster, read, line);
                across.apply(line, rows[read % rows.length]);
            }
            Arrays.fill(sum, 0);
            for (int i = 0; i < shares.length; i++) {
                add(rows[(down.first[y] + i) % rows.length], shares[i], sum);
            }
            for (int x = 0; x < width; x++) {
                argb[y * width + x] = pixel(sum, x * 4);
            }
        }
        return new Raster(width, height, argb);
    }

    private static void add(float[] row, float share, float[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += share * row[i];
        }
    }

    private static void premultiply(Raster raster, int y, float[] line) {
        for (int x = 0; x < raster.width(); x++) {
            int pixel = raster.argb()[y * raster.width() + x];
            float alpha = (pixel >>> 24) / 255f;
            line[x * 4] = alpha;
            line[x * 4 + 1] = (pixel >> 16 & 255) * alpha;
            line[x * 4 + 2] = (pixel >> 8 & 255) * alpha;
            line[x * 4 + 3] = (pixel & 255) * alpha;
        }
    }

    private static int pixel(float[] from, int at) {
        float alpha = Math.clamp(from[at], 0f, 1f);
        if (alpha <= 0.5f / 255) {
            return 0;
        }
        return Math.round(alpha * 255) << 24
                | channel(from[at + 1] / alpha) << 16
                | channel(from[at + 2] / alpha) << 8
                | channel(from[at + 3] / alpha);
    }

    private static int channel(float value) {
        return Math.round(Math.clamp(value, 0f, 255f));
    }

    /** Holds, for each pixel that is made, the first one it is made of and how much each counts. */
    private record Weights(int[] first, float[][] shares) {

        static Weights of(int from, int to) {
            double scale = from / (double) to;
            double stretch = Math.max(1, scale);
            int[] first = new int[to];
            float[][] shares = new float[to][];
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * scale - 0.5;
                int low = (int) Math.max(0, Math.ceil(centre - RADIUS * stretch));
                int high = (int) Math.min(from - 1, Math.floor(centre + RADIUS * stretch));
                double sum = 0;
                double[] raw = new double[high - low + 1];
                for (int j = low; j <= high; j++) {
                    raw[j - low] = kernel((j - centre) / stretch);
                    sum += raw[j - low];
                }
                first[i] = low;
                shares[i] = new float[raw.length];
                for (int j = 0; j < raw.length; j++) {
                    shares[i][j] = (float) (raw[j] / sum);
                }
            }
            return new Weights(first, shares);
        }

        int longest() {
            return Arrays.stream(shares).mapToInt(each -> each.length).max().orElse(1);
        }

        void apply(float[] from, float[] to) {
            for (int i = 0; i < first.length; i++) {
                float a = 0;
                float r = 0;
                float g = 0;
                float b = 0;
                int at = first[i] * 4;
                for (float share : shares[i]) {
                    a += share * from[at];
                    r += share * from[at + 1];
                    g += share * from[at + 2];
                    b += share * from[at + 3];
                    at += 4;
                }
                to[i * 4] = a;
                to[i * 4 + 1] = r;
                to[i * 4 + 2] = g;
                to[i * 4 + 3] = b;
            }
        }

        /** Catmull and Rom, 1974: Keys' cubic with a = -0.5. */
        private static double kernel(double x) {
            double t = Math.abs(x);
            if (t >= 2) {
                return 0;
            }
            return t < 1 ? (1.5 * t - 2.5) * t * t + 1 : ((-0.5 * t + 2.5) * t - 4) * t + 2;
        }
    }
}
