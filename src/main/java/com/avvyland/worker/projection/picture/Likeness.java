// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import java.util.Optional;

/** Tells whether two pictures are one, wherever in the frame the subject is. Stateless. */
final class Likeness {

    private static final int GRID = 48;
    private static final int EDGE = 512;

    private Likeness() {}

    /** Return how far apart they are: the mean distance in OKLab over a small grid; 0 for the same picture. */
    static double difference(Raster one, Raster other) {
        OkLab a = OkLab.of(grid(one));
        OkLab b = OkLab.of(grid(other));
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
    private static Raster grid(Raster raster) {
        Raster small = raster.within(EDGE);
        Optional<Raster> cut = Backdrop.of(small).open() ? Optional.of(small) : LocalCutout.cut(small);
        Raster subject = cut.map(Likeness::filled).orElse(small);
        return Resampling.resized(subject, GRID, GRID).on(0xffffff);
    }

    private static Raster filled(Raster cut) {
        int[] bounds = Mask.ofAlpha(cut, 128).bounds();
        return bounds == null ? cut : Preparation.cropped(cut, bounds);
    }
}
