// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

/**
 * Holds pixels in OKLab, where distances are about as large as they look: 0.02 is just seen, 1 is from black to white.
 * Björn Ottosson, A perceptual color space for image processing, 2020.
 *
 * @param l lightness, 0..1
 * @param a green to red
 * @param b blue to yellow
 */
record OkLab(float[] l, float[] a, float[] b) {

    private static final float[] LINEAR = linear();

    /** Convert a picture, whatever its alpha. */
    static OkLab of(Raster raster) {
        int count = raster.argb().length;
        OkLab lab = new OkLab(new float[count], new float[count], new float[count]);
        int last = 0;
        for (int i = 0; i < count; i++) {
            int pixel = raster.argb()[i] & 0xffffff;
            if (i > 0 && pixel == (raster.argb()[last] & 0xffffff)) {
                lab.copy(last, i);
            } else {
                lab.convert(pixel, i);
            }
            last = i;
        }
        return lab;
    }

    private void copy(int from, int to) {
        l[to] = l[from];
        a[to] = a[from];
        b[to] = b[from];
    }

    private void convert(int rgb, int at) {
        float red = LINEAR[rgb >> 16 & 255];
        float green = LINEAR[rgb >> 8 & 255];
        float blue = LINEAR[rgb & 255];
        float x = root(0.4122214708f * red + 0.5363325363f * green + 0.0514459929f * blue);
        float y = root(0.2119034982f * red + 0.6806995451f * green + 0.1073969566f * blue);
        float z = root(0.0883024619f * red + 0.2817188376f * green + 0.6299787005f * blue);
        l[at] = 0.2104542553f * x + 0.7936177850f * y - 0.0040720468f * z;
        a[at] = 1.9779984951f * x - 2.4285922050f * y + 0.4505937099f * z;
        b[at] = 0.0259040371f * x + 0.7827717662f * y - 0.8086757660f * z;
    }

    private static float root(float value) {
        return (float) StrictMath.cbrt(value);
    }

    private static float[] linear() {
        float[] table = new float[256];
        for (int i = 0; i < table.length; i++) {
            double value = i / 255.0;
            table[i] = (float) (value <= 0.04045 ? value / 12.92 : StrictMath.pow((value + 0.055) / 1.055, 2.4));
        }
        return table;
    }
}
