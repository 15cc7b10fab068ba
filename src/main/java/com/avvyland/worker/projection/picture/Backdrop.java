// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

/**
 * Tells what is behind the subject, from the pixels along the edges of a picture: nothing at all, one colour or an even
 * gradient, or something else.
 *
 * @param open whether the edges are transparent: the subject is cut out already
 * @param plain whether the edges have one colour, or change evenly from side to side
 * @param fit the colour at every place of a plain one
 */
public record Backdrop(boolean open, boolean plain, Gradient fit) {

    /** A subject may touch the edges, and shadows may. */
    private static final double ENOUGH = 0.8;

    private static final int SEE_THROUGH = 16;

    /** Wide enough for the noise of JPEG, which works in blocks of 8. */
    private static final int SMALL = 256;

    /** Look at a picture. */
    public static Backdrop of(Raster raster) {
        Raster small = raster.within(SMALL);
        int ring = Math.max(2, Math.min(small.width(), small.height()) / 40);
        int clear = 0;
        int all = 0;
        for (int y = 0; y < small.height(); y++) {
            for (int x = 0; x < small.width(); x++) {
                if (edge(small, x, y, ring)) {
                    all++;
                    clear += small.alpha(y * small.width() + x) < SEE_THROUGH ? 1 : 0;
                }
            }
        }
        OkLab lab = OkLab.of(small.on(0xffffff));
        Gradient fit = Gradient.of(lab, small.width(), small.height(), ring);
        return new Backdrop(2 * clear >= all, fit.share() >= ENOUGH, fit);
    }

    static boolean edge(Raster raster, int x, int y, int ring) {
        return x < ring || y < ring || x >= raster.width() - ring || y >= raster.height() - ring;
    }
}
