// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

/** Does the arithmetic of 4 by 4 column-major matrices, the last row being 0 0 0 1 wherever a model is sane. */
final class Matrix {

    /** Far past any model, and its square still far below what a 32-bit float of a shader holds (3.4e38). */
    static final double MAX_COORDINATE = 1e12;

    private static final double[] IDENTITY = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};

    private Matrix() {}

    static double[] identity() {
        return IDENTITY.clone();
    }

    static boolean isIdentity(double[] matrix) {
        for (int i = 0; i < IDENTITY.length; i++) {
            // By value: -0.0 moves nothing either.
            if (matrix[i] != IDENTITY[i]) {
                return false;
            }
        }
        return true;
    }

    /** Return translation * rotation * scale; the rotation is a quaternion x, y, z, w. */
    static double[] compose(double[] t, double[] r, double[] s) {
        double x = r[0];
        double y = r[1];
        double z = r[2];
        double w = r[3];
        return new double[] {
            (1 - 2 * (y * y + z * z)) * s[0],
            2 * (x * y + z * w) * s[0],
            2 * (x * z - y * w) * s[0],
            0,
            2 * (x * y - z * w) * s[1],
            (1 - 2 * (x * x + z * z)) * s[1],
            2 * (y * z + x * w) * s[1],
            0,
            2 * (x * z + y * w) * s[2],
            2 * (y * z - x * w) * s[2],
            (1 - 2 * (x * x + y * y)) * s[2],
            0,
            t[0],
            t[1],
            t[2],
            1
        };
    }

    /** Return a * b: b is applied first. */
    static double[] multiply(double[] a, double[] b) {
        double[] product = new double[16];
        for (int column = 0; column < 4; column++) {
            for (int row = 0; row < 4; row++) {
                double sum = 0;
                for (int k = 0; k < 4; k++) {
                    sum += a[k * 4 + row] * b[column * 4 + k];
                }
                product[column * 4 + row] = sum;
            }
        }
        return product;
    }
}
