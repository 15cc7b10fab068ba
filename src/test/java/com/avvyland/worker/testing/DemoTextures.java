// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

/** Paints the textures of the demo model: enamel with a lettered front, its wear, and a knurled grip. */
final class DemoTextures {

    private static final int WIDTH = 1024;
    private static final int HEIGHT = 256;
    private static final int TEAL = 0x17616b;
    private static final int TEAL_DARK = 0x145660;
    private static final int CREAM = 0xf3e9d2;
    private static final int ORANGE = 0xe8792b;
    private static final int STEEL = 0xa9adb0;

    /** Strokes in letter units: x0, y0, x1, y1; a letter is 1 high, y goes down. */
    private static final double[][] LETTERING = {
        // A
        {0.00, 1.00, 0.35, 0.00},
        {0.35, 0.00, 0.70, 1.00},
        {0.14, 0.64, 0.56, 0.64},
        // V
        {0.80, 0.00, 1.15, 1.00},
        {1.15, 1.00, 1.50, 0.00},
        // V
        {1.70, 0.00, 2.05, 1.00},
        {2.05, 1.00, 2.40, 0.00},
        // Y
        {2.60, 0.00, 2.95, 0.50},
        {3.30, 0.00, 2.95, 0.50},
        {2.95, 0.50, 2.95, 1.00},
        // 7, which no mirror image looks like
        {3.95, 0.00, 4.50, 0.00},
        {4.50, 0.00, 4.15, 1.00},
    };

    private static final double LETTER_PIXELS = 66;
    private static final double LETTERING_WIDTH = 4.5;
    private static final double STROKE_PIXELS = 6.5;

    private DemoTextures() {}

    /** Paint the tank: once around it, its front in the middle. */
    static byte[] enamelColour() {
        byte[] pixels = new byte[WIDTH * HEIGHT * 3];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int colour = noise(x, y, 48) > 0.55 ? TEAL_DARK : TEAL;
                if (y > 206 && y < 226) {
                    colour = (x + y) / 32 % 2 == 0 ? ORANGE : CREAM;
                }
                colour = mix(colour, CREAM, lettering(x, y));
                set(pixels, WIDTH, x, y, worn(x, y) ? STEEL : colour);
            }
        }
        return TestingPng.rgb(WIDTH, HEIGHT, pixels);
    }

    /** Paint the tank's roughness (green) and metalness (blue): bare steel where the enamel has come off. */
    static byte[] enamelWear() {
        byte[] pixels = new byte[WIDTH * HEIGHT * 3 / 4];
        for (int y = 0; y < HEIGHT / 2; y++) {
            for (int x = 0; x < WIDTH / 2; x++) {
                set(pixels, WIDTH / 2, x, y, worn(x * 2, y * 2) ? 0x0072ff : 0x004c00);
            }
        }
        return TestingPng.rgb(WIDTH / 2, HEIGHT / 2, pixels);
    }

    /** Paint the normals of a knurl: a lattice of small pyramids. */
    static byte[] knurlNormals() {
        int size = 32;
        byte[] pixels = new byte[size * size * 3];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int slopeX = x < size / 2 ? 0x50 : 0xb0;
                int slopeY = y < size / 2 ? 0xb0 : 0x50;
                set(pixels, size, x, y, slopeX << 16 | slopeY << 8 | 0xe6);
            }
        }
        return TestingPng.rgb(size, size, pixels);
    }

    private static double lettering(int x, int y) {
        double left = WIDTH / 2.0 - LETTERING_WIDTH * LETTER_PIXELS / 2;
        double top = 116;
        double nearest = Double.MAX_VALUE;
        for (double[] stroke : LETTERING) {
            nearest = Math.min(
                    nearest,
                    distance(
                            x + 0.5,
                            y + 0.5,
                            left + stroke[0] * LETTER_PIXELS,
                            top + stroke[1] * LETTER_PIXELS,
                            left + stroke[2] * LETTER_PIXELS,
                            top + stroke[3] * LETTER_PIXELS));
        }
        return Math.clamp(STROKE_PIXELS + 0.5 - nearest, 0, 1);
    }

    private static double distance(double x, double y, double x0, double y0, double x1, double y1) {
        double dx = x1 - x0;
        double dy = y1 - y0;
        double t = Math.clamp(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy), 0, 1);
        double offX = x - x0 - t * dx;
        double offY = y - y0 - t * dy;
        return StrictMath.sqrt(offX * offX + offY * offY);
    }

    private static boolean worn(int x, int y) {
        double edge = Math.max(0, 1 - Math.abs(y - 72) / 14.0) + Math.max(0, (y - 222) / 40.0);
        double value = noise(x, y, 20) * 0.7 + noise(x, y, 7) * 0.3;
        return value * (0.45 + edge * 0.5) > 0.52;
    }

    /** Interpolate a lattice of pseudo-random values that closes around the tank. */
    private static double noise(int x, int y, int cell) {
        int column = x / cell;
        int row = y / cell;
        double fx = smooth((double) (x % cell) / cell);
        double fy = smooth((double) (y % cell) / cell);
        double upper = lattice(column, row, cell) * (1 - fx) + lattice(column + 1, row, cell) * fx;
        double lower = lattice(column, row + 1, cell) * (1 - fx) + lattice(column + 1, row + 1, cell) * fx;
        return upper * (1 - fy) + lower * fy;
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    private static double lattice(int column, int row, int cell) {
        int hash = column % ((WIDTH + cell - 1) / cell) * 0x27d4eb2d ^ row * 0x165667b1 ^ cell * 0x9e3779b1;
        hash = (hash ^ hash >>> 15) * 0x85ebca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
        return ((hash ^ hash >>> 16) & 0xffff) / 65_535.0;
    }

    private static int mix(int from, int to, double share) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            double value = (from >> shift & 255) * (1 - share) + (to >> shift & 255) * share;
            mixed |= (int) StrictMath.rint(value) << shift;
        }
        return mixed;
    }

    private static void set(byte[] pixels, int width, int x, int y, int colour) {
        int at = (y * width + x) * 3;
        pixels[at] = (byte) (colour >> 16);
        pixels[at + 1] = (byte) (colour >> 8);
        pixels[at + 2] = (byte) colour;
    }
}
