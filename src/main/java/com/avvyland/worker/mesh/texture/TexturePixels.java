// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.texture;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Reads a picture's rows as its file has them: glTF takes numbers of pictures for what they are, whatever profile or gamma
 * is named beside them. For one thread.
 */
final class TexturePixels {

    private final BufferedImage picture;
    private final Raster raster;
    private final int[] samples;
    private final int most;

    TexturePixels(BufferedImage picture) {
        this.picture = picture;
        this.raster = picture.getRaster();
        this.samples = new int[picture.getWidth() * raster.getNumBands()];
        this.most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    }

    int width() {
        return picture.getWidth();
    }

    int height() {
        return picture.getHeight();
    }

    /** Read a row as 8 bits of alpha, red, green and blue. */
    void row(int y, int[] argb) {
        ColorModel model = picture.getColorModel();
        if (model instanceof IndexColorModel) {
            picture.getRGB(0, y, argb.length, 1, argb, 0, argb.length);
            return;
        }
        raster.getPixels(0, y, argb.length, 1, samples);
        int bands = raster.getNumBands();
        boolean grey = bands < 3;
        for (int x = 0, at = 0; x < argb.length; x++, at += bands) {
            int red = level(samples[at]);
            int green = grey ? red : level(samples[at + 1]);
            int blue = grey ? red : level(samples[at + 2]);
            int alpha = model.hasAlpha() ? level(samples[at + bands - 1]) : 255;
            argb[x] = alpha << 24 | red << 16 | green << 8 | blue;
        }
    }

    private int level(int sample) {
        return most == 255 ? sample : (int) ((sample * 255L + most / 2) / most);
    }
}
