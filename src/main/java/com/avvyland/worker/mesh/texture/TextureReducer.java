// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.texture;

import java.awt.image.BufferedImage;

/**
 * Makes a picture smaller: each pixel is the mean of the area it covers, as a renderer's mip levels are.
 *
 * <p>Colours are averaged as light and not as sRGB numbers; by coverage they count as much as there is of them; means of
 * directions are made one long again. For one picture and one thread.
 */
final class TextureReducer {

    private static final int CHANNELS = 4;
    private static final int LEVELS = 1 << 16;

    private static final float[] LIGHT = new float[256];
    private static final byte[] LEVEL = new byte[LEVELS + 1];

    static {
        for (int i = 0; i < LIGHT.length; i++) {
            double value = i / 255.0;
            LIGHT[i] = (float) (value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4));
        }
        for (int i = 0; i <= LEVELS; i++) {
            double value = i / (double) LEVELS;
            double level = value <= 0.0031308 ? value * 12.92 : 1.055 * Math.pow(value, 1 / 2.4) - 0.055;
            LEVEL[i] = (byte) Math.round(255 * level);
        }
    }

    private final TexturePixels source;
    private final boolean light;
    private final boolean coverage;
    private final boolean normal;
    private final boolean alpha;

    TextureReducer(BufferedImage picture, TextureUse use) {
        this.source = new TexturePixels(picture);
        this.normal = use.normal() && !use.color();
        this.light = use.color() && !use.normal();
        this.coverage = use.coverage();
        this.alpha = use.alpha();
    }

    /**
     * Return the picture in another size, which is not larger than its own.
     *
     * @return without alpha where nobody reads it or all of it is opaque
     */
    BufferedImage reduce(int width, int height) {
        int across = Math.min(width, source.width());
        int down = Math.min(height, source.height());
        int[] argb = new int[across * down];
        int[] row = new int[source.width()];
        double step = source.height() / (double) down;
        boolean opaque = true;
        for (int y = 0; y < down; y++) {
            float[] sum = new float[across * CHANNELS];
            float[] plain = coverage ? new float[across * CHANNELS] : sum;
            double from = y * step;
            double to = Math.min(source.height(), from + step);
            for (int line = (int) from; line < to; line++) {
                source.row(line, row);
                float weight = (float) (Math.min(to, line + 1) - Math.max(from, line));
                add(row, across, weight / (float) step, sum, plain);
            }
            for (int x = 0; x < across; x++) {
                argb[y * across + x] = pixel(sum, plain, x * CHANNELS);
                opaque &= argb[y * across + x] >>> 24 == 255;
            }
        }
        int type = alpha && !opaque ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        BufferedImage reduced = new BufferedImage(across, down, type);
        reduced.setRGB(0, 0, across, down, argb, 0, across);
        return reduced;
    }

    private void add(int[] row, int across, float weight, float[] sum, float[] plain) {
        double step = row.length / (double) across;
        for (int x = 0, at = 0; x < across; x++, at += CHANNELS) {
            double from = x * step;
            double to = Math.min(row.length, from + step);
            for (int i = (int) from; i < to; i++) {
                float share = weight * (float) ((Math.min(to, i + 1) - Math.max(from, i)) / step);
                add(row[i], share, sum, plain, at);
            }
        }
    }

    private void add(int pixel, float share, float[] sum, float[] plain, int at) {
        float opacity = (pixel >>> 24) / 255f;
        float red = value(pixel >> 16 & 0xff);
        float green = value(pixel >> 8 & 0xff);
        float blue = value(pixel & 0xff);
        float counted = coverage ? share * opacity : share;
        sum[at] += counted * red;
        sum[at + 1] += counted * green;
        sum[at + 2] += counted * blue;
        sum[at + 3] += share * opacity;
        if (coverage) {
            plain[at] += share * red;
            plain[at + 1] += share * green;
            plain[at + 2] += share * blue;
        }
    }

    private float value(int level) {
        return light ? LIGHT[level] : level / 255f;
    }

    private int pixel(float[] sum, float[] plain, int at) {
        float opacity = sum[at + 3];
        // What is under a hole still bleeds into its rim when a renderer filters.
        boolean hole = coverage && opacity < 1e-4f;
        float[] from = hole ? plain : sum;
        float scale = coverage && !hole ? 1 / opacity : 1;
        float red = from[at] * scale;
        float green = from[at + 1] * scale;
        float blue = from[at + 2] * scale;
        if (normal) {
            float x = 2 * red - 1;
            float y = 2 * green - 1;
            float z = 2 * blue - 1;
            float length = (float) Math.sqrt(x * x + y * y + z * z);
            if (length > 1e-3f) {
                red = x / length / 2 + 0.5f;
                green = y / length / 2 + 0.5f;
                blue = z / length / 2 + 0.5f;
            }
        }
        return Math.round(255 * Math.min(1, opacity)) << 24 | level(red) << 16 | level(green) << 8 | level(blue);
    }

    private int level(float value) {
        float bounded = Math.clamp(value, 0f, 1f);
        return light ? LEVEL[Math.round(bounded * LEVELS)] & 0xff : Math.round(255 * bounded);
    }
}
