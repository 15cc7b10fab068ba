// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/**
 * Holds decoded pixels.
 *
 * @param argb not premultiplied, row by row from the top; 8 bits each of alpha, red, green, blue in sRGB
 */
public record Raster(int width, int height, int[] argb) {

    private static final int OPAQUE = 0xff;

    /**
     * Decode a PNG, JPEG or WebP, told by its content; a JPEG is turned as its camera was held.
     *
     * @throws com.avvyland.worker.task.TaskFailure permanent, when it is none, broken, smaller than 16 pixels an edge or larger
     *     than {@link Decoder#MOST_PIXELS}
     */
    public static Raster decode(Image image) {
        return Decoder.decode(image.bytes());
    }

    /** Return the picture with edges of at most so many pixels; itself when it has them already. */
    public Raster within(int edge) {
        int longer = Math.max(width, height);
        if (longer <= edge) {
            return this;
        }
        double factor = edge / (double) longer;
        return Resampling.resized(
                this, Math.max(1, (int) Math.round(width * factor)), Math.max(1, (int) Math.round(height * factor)));
    }

    /** Return the picture on a colour, opaque. */
    public Raster on(int rgb) {
        int[] flat = new int[argb.length];
        for (int i = 0; i < flat.length; i++) {
            int pixel = argb[i];
            int alpha = pixel >>> 24;
            flat[i] = 0xff000000
                    | mixed(pixel >> 16 & 255, rgb >> 16 & 255, alpha) << 16
                    | mixed(pixel >> 8 & 255, rgb >> 8 & 255, alpha) << 8
                    | mixed(pixel & 255, rgb & 255, alpha);
        }
        return new Raster(width, height, flat);
    }

    /** Encode as PNG: the same pixels, the same bytes. */
    public Image png() {
        boolean opaque = true;
        for (int pixel : argb) {
            opaque &= pixel >>> 24 == OPAQUE;
        }
        BufferedImage canvas =
                new BufferedImage(width, height, opaque ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB);
        canvas.setRGB(0, 0, width, height, argb, 0, width);
        ByteArrayOutputStream out = new ByteArrayOutputStream(argb.length);
        try {
            ImageIO.write(canvas, "png", out);
        } catch (IOException e) {
            throw new IllegalStateException("png: not writable (expected: memory)", e);
        }
        return new Image("image/png", Bytes.of(out.toByteArray()), width, height);
    }

    int alpha(int index) {
        return argb[index] >>> 24;
    }

    private static int mixed(int over, int under, int alpha) {
        return (over * alpha + under * (255 - alpha) + 127) / 255;
    }
}
