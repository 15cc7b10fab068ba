// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.awt.image.BufferedImage;

/**
 * Says how near a picture is to another one of the same size, by the measures that renderers are compared with. All of them
 * look at the pictures as laid over white, but for the last.
 *
 * @param psnr decibels over red, green and blue of every pixel; infinite for the same picture
 * @param ssim structural similarity of the luma, -1..1: Gaussian window of 11 pixels with sigma 1.5, K1 0.01, K2 0.03 (Wang et
 *     al. 2004), over the windows that lie within the picture
 * @param yiq model-viewer's own: the root mean square of the squared distance in YIQ, over the pixels where the candidate is not
 *     empty, as a part of the largest there is, in decibels; -22 is where its own test fails, minus infinity the same picture
 * @param overlap intersection over union of what they cover, by their alpha, 0..1
 */
record PictureFidelity(double psnr, double ssim, double yiq, double overlap) {

    /** Weights and largest value of Kotsarenko and Ramos, "Measuring perceived color difference using YIQ", 2010. */
    private static final double YIQ_MAX = 35_215;

    private static final int RADIUS = 5;
    private static final double SIGMA = 1.5;
    private static final double C1 = Math.pow(0.01 * 255, 2);
    private static final double C2 = Math.pow(0.03 * 255, 2);

    static PictureFidelity of(TestingPixels candidate, TestingPixels reference) {
        BufferedImage a = candidate.image();
        BufferedImage b = reference.image();
        if (a.getWidth() != b.getWidth() || a.getHeight() != b.getHeight()) {
            throw new IllegalArgumentException("pictures: %d x %d and %d x %d (expected: one size)"
                    .formatted(a.getWidth(), a.getHeight(), b.getWidth(), b.getHeight()));
        }
        int count = a.getWidth() * a.getHeight();
        double[][] left = onWhite(a);
        double[][] right = onWhite(b);
        double squares = 0;
        double distances = 0;
        long drawn = 0;
        long both = 0;
        long either = 0;
        for (int i = 0; i < count; i++) {
            double red = left[0][i] - right[0][i];
            double green = left[1][i] - right[1][i];
            double blue = left[2][i] - right[2][i];
            squares += red * red + green * green + blue * blue;
            int alpha = a.getRGB(i % a.getWidth(), i / a.getWidth()) >>> 24;
            int other = b.getRGB(i % a.getWidth(), i / a.getWidth()) >>> 24;
            if (alpha > 0) {
                double distance = yiq(red, green, blue);
                distances += distance * distance;
                drawn++;
            }
            both += Math.min(alpha, other);
            either += Math.max(alpha, other);
        }
        return new PictureFidelity(
                10 * Math.log10(255 * 255 / (squares / (3.0 * count))),
                ssim(luma(left), luma(right), a.getWidth(), a.getHeight()),
                10 * Math.log10(Math.sqrt(distances / Math.max(1, drawn)) / YIQ_MAX),
                either == 0 ? 1 : (double) both / either);
    }

    private static double yiq(double red, double green, double blue) {
        double y = 0.29889531 * red + 0.58662247 * green + 0.11448223 * blue;
        double i = 0.59597799 * red - 0.2741761 * green - 0.32180189 * blue;
        double q = 0.21147017 * red - 0.52261711 * green + 0.31114694 * blue;
        return 0.5053 * y * y + 0.299 * i * i + 0.1957 * q * q;
    }

    private static double[][] onWhite(BufferedImage image) {
        int width = image.getWidth();
        double[][] channels = new double[3][width * image.getHeight()];
        for (int at = 0; at < channels[0].length; at++) {
            int argb = image.getRGB(at % width, at / width);
            double alpha = (argb >>> 24) / 255.0;
            for (int c = 0; c < 3; c++) {
                channels[c][at] = 255 + ((argb >> 16 - 8 * c & 255) - 255) * alpha;
            }
        }
        return channels;
    }

    private static double[] luma(double[][] channels) {
        double[] luma = new double[channels[0].length];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = 0.299 * channels[0][i] + 0.587 * channels[1][i] + 0.114 * channels[2][i];
        }
        return luma;
    }

    private static double ssim(double[] a, double[] b, int width, int height) {
        double[] meansA = blurred(a, width, height);
        double[] meansB = blurred(b, width, height);
        double[] squaresA = blurred(product(a, a), width, height);
        double[] squaresB = blurred(product(b, b), width, height);
        double[] products = blurred(product(a, b), width, height);
        double sum = 0;
        for (int i = 0; i < products.length; i++) {
            double means = meansA[i] * meansB[i];
            double squares = meansA[i] * meansA[i] + meansB[i] * meansB[i];
            double variances = squaresA[i] + squaresB[i] - squares;
            sum += (2 * means + C1) * (2 * (products[i] - means) + C2) / ((squares + C1) * (variances + C2));
        }
        return sum / products.length;
    }

    private static double[] product(double[] a, double[] b) {
        double[] product = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            product[i] = a[i] * b[i];
        }
        return product;
    }

    /** Blurs along rows, then along columns, and leaves out where the window sticks out. */
    private static double[] blurred(double[] values, int width, int height) {
        double[] kernel = new double[2 * RADIUS + 1];
        double total = 0;
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = Math.exp(-Math.pow(i - RADIUS, 2) / (2 * SIGMA * SIGMA));
            total += kernel[i];
        }
        int inner = width - 2 * RADIUS;
        double[] rows = new double[inner * height];
        double[] both = new double[inner * (height - 2 * RADIUS)];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < kernel.length; k++) {
                rows[i] += kernel[k] / total * values[i / inner * width + i % inner + k];
            }
        }
        for (int i = 0; i < both.length; i++) {
            for (int k = 0; k < kernel.length; k++) {
                both[i] += kernel[k] / total * rows[i + k * inner];
            }
        }
        return both;
    }
}
