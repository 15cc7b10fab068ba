// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.awt.image.BufferedImage;

/**
 * Says how far two pictures of one size are apart: root mean square over red, green, blue and alpha, as a fraction of 255.
 *
 * @param whole over every pixel, the empty ones around the model too
 * @param drawn over the pixels that are not fully transparent in both: what a small model does not dilute
 */
record PictureDifference(double whole, double drawn) {

    static PictureDifference of(TestingPixels left, TestingPixels right) {
        BufferedImage a = left.image();
        BufferedImage b = right.image();
        if (a.getWidth() != b.getWidth() || a.getHeight() != b.getHeight()) {
            throw new IllegalArgumentException("pictures: of two sizes (expected: one)");
        }
        long squares = 0;
        long drawn = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                int p = a.getRGB(x, y);
                int q = b.getRGB(x, y);
                drawn += (p | q) >>> 24 == 0 ? 0 : 1;
                for (int shift = 0; shift < 32; shift += 8) {
                    int difference = (p >>> shift & 255) - (q >>> shift & 255);
                    squares += (long) difference * difference;
                }
            }
        }
        return new PictureDifference(
                rootMean(squares, (long) a.getWidth() * a.getHeight()), rootMean(squares, Math.max(drawn, 1)));
    }

    PictureDifference worse(PictureDifference other) {
        return new PictureDifference(Math.max(whole, other.whole), Math.max(drawn, other.drawn));
    }

    private static double rootMean(long squares, long pixels) {
        return Math.sqrt(squares / (4.0 * pixels)) / 255;
    }
}
