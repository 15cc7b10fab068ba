// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import java.util.Optional;

/** Tells whether two pictures are one, wherever in the frame the subject is. Stateless. */
final class Likeness {

    private static final int GRID = 48;

    private Likeness() {}

    /**
     * Return how far apart two pictures are: the mean distance in OKLab over a small grid; 0 for the same picture.
     *
     * @param oneCut the subject of {@code one}; absent where it cannot be told from what is behind it
     */
    static double difference(Optional<Raster> oneCut, Raster one, Optional<Raster> otherCut, Raster other) {
        OkLab a = OkLab.of(grid(oneCut, one));
        OkLab b = OkLab.of(grid(otherCut, other));
        double sum = 0;
        for (int i = 0; i < GRID * GRID; i++) {
            double l = a.l()[i] - b.l()[i];
            double x = a.a()[i] - b.a()[i];
            double y = a.b()[i] - b.b()[i];
            sum += Math.sqrt(l * l + x * x + y * y);
        }
        return sum / (GRID * GRID);
    }

    /** The subject stretched over the grid, where it can be told; else the whole picture. */
    private static Raster grid(Optional<Raster> cut, Raster whole) {
        return Resampling.resized(cut.map(Likeness::filled).orElse(whole), GRID, GRID)
                .on(0xffffff);
    }

    private static Raster filled(Raster cut) {
        int[] bounds = Mask.ofAlpha(cut, 128).bounds();
        return bounds == null ? cut : Preparation.cropped(cut, bounds);
    }
}
