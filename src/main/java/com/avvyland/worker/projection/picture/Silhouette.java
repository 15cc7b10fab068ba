// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import org.jspecify.annotations.Nullable;

/**
 * Holds an outline, filled, its longer side {@value #GRID} cells long and centred in a square: size and place in the picture
 * do not count, proportions do. Immutable.
 */
public final class Silhouette {

    static final int GRID = 128;
    private static final int SOLID = 128;

    /** Across a cell: with one alone, pointed outlines of 200 pixels overlap themselves in another size by less than 0.97. */
    private static final int SAMPLES = 4;

    private static final double SPECK_SHARE = 0.0002;
    private static final double SPECK_OF_LARGEST = 0.01;

    private final boolean[] cells;

    private Silhouette(boolean[] cells) {
        this.cells = cells;
    }

    /** Return the outline of a cut-out; null when there is nothing in it. */
    static @Nullable Silhouette of(Raster cutout) {
        Mask mask = Mask.ofAlpha(cutout, SOLID);
        mask.dropSpecks(SPECK_SHARE, SPECK_OF_LARGEST);
        int[] bounds = mask.bounds();
        if (bounds == null) {
            return null;
        }
        double longer = Math.max(bounds[2] - bounds[0], bounds[3] - bounds[1]);
        double cell = longer / GRID;
        double left = (bounds[0] + bounds[2] - longer) / 2;
        double top = (bounds[1] + bounds[3] - longer) / 2;
        boolean[] cells = new boolean[GRID * GRID];
        for (int y = 0; y < GRID; y++) {
            for (int x = 0; x < GRID; x++) {
                cells[y * GRID + x] = 2 * samples(mask, left + x * cell, top + y * cell, cell) > SAMPLES * SAMPLES;
            }
        }
        return new Silhouette(cells);
    }

    /** Return how many places of a cell, evenly spread, are marked. */
    private static int samples(Mask mask, double left, double top, double cell) {
        int marked = 0;
        for (int i = 0; i < SAMPLES * SAMPLES; i++) {
            int x = (int) Math.floor(left + (i % SAMPLES + 0.5) * cell / SAMPLES);
            int y = (int) Math.floor(top + (i / SAMPLES + 0.5) * cell / SAMPLES);
            boolean within = x >= 0 && y >= 0 && x < mask.width && y < mask.height;
            marked += within && mask.set[y * mask.width + x] ? 1 : 0;
        }
        return marked;
    }

    /** Return how much of both is in both, 0..1: intersection over union. */
    public double overlap(Silhouette other) {
        int both = 0;
        int any = 0;
        for (int i = 0; i < cells.length; i++) {
            both += cells[i] && other.cells[i] ? 1 : 0;
            any += cells[i] || other.cells[i] ? 1 : 0;
        }
        return any == 0 ? 0 : both / (double) any;
    }

    /** Return the outline as it is seen from the opposite side. */
    public Silhouette mirrored() {
        boolean[] turned = new boolean[cells.length];
        for (int y = 0; y < GRID; y++) {
            for (int x = 0; x < GRID; x++) {
                turned[y * GRID + x] = cells[y * GRID + GRID - 1 - x];
            }
        }
        return new Silhouette(turned);
    }
}
