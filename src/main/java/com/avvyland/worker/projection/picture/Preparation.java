// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;

/**
 * Makes the picture that providers are shown: the subject in the middle of a white square. Stateless; the same pixels in,
 * the same bytes out.
 */
public final class Preparation {

    private static final int WHITE = 0xffffff;

    /** Room around the subject on each side, of the edge: generators cut off what touches the frame. */
    private static final double MARGIN = 0.08;

    /** What is more see-through is a shadow's or a filter's remnant. */
    private static final int SOLID = 32;

    private static final double SPECK_SHARE = 0.0002;
    private static final double SPECK_OF_LARGEST = 0.01;

    private Preparation() {}

    /**
     * Prepare a cut-out; what is small is enlarged.
     *
     * @param size edge in pixels
     * @throws TaskFailure permanent, when nothing is in it
     */
    public static Prepared prepare(Raster cutout, int size) {
        Mask mask = Mask.ofAlpha(cutout, SOLID);
        mask.dropSpecks(SPECK_SHARE, SPECK_OF_LARGEST);
        int[] bounds = mask.bounds();
        if (bounds == null) {
            throw new TaskFailure(
                    FailureCode.INVALID_PAYLOAD,
                    "source_image: no subject (expected: an object before its background)");
        }
        Raster subject = cropped(cutout, bounds);
        return new Prepared(
                centred(subject, size, size * (1 - 2 * MARGIN)).on(WHITE).png(), Silhouette.of(cutout));
    }

    /** Prepare a picture whose subject cannot be told from its background: all of it, padded to a square. */
    public static Prepared prepareOpaque(Raster picture, int size) {
        return new Prepared(centred(picture, size, size).on(WHITE).png(), null);
    }

    static Raster cropped(Raster raster, int[] bounds) {
        int width = bounds[2] - bounds[0];
        int height = bounds[3] - bounds[1];
        int[] argb = new int[width * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(raster.argb(), (bounds[1] + y) * raster.width() + bounds[0], argb, y * width, width);
        }
        return new Raster(width, height, argb);
    }

    private static Raster centred(Raster raster, int size, double longer) {
        double factor = longer / Math.max(raster.width(), raster.height());
        int width = Math.clamp(Math.round(raster.width() * factor), 1, size);
        int height = Math.clamp(Math.round(raster.height() * factor), 1, size);
        Raster scaled = Resampling.resized(raster, width, height);
        int[] argb = new int[size * size];
        int left = (size - width) / 2;
        int top = (size - height) / 2;
        for (int y = 0; y < height; y++) {
            System.arraycopy(scaled.argb(), y * width, argb, (top + y) * size + left, width);
        }
        return new Raster(size, size, argb);
    }
}
