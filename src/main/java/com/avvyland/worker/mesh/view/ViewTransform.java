// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import java.util.Arrays;
import java.util.List;

/** Says where a node is, relative to its parent. */
public sealed interface ViewTransform {

    ViewTransform IDENTITY = new Parts(new double[] {0, 0, 0}, new double[] {0, 0, 0, 1}, new double[] {1, 1, 1});

    /** Return it as a 4 x 4 matrix in column order. */
    double[] matrix();

    /** Holds sixteen numbers in column order. */
    record Matrix(double[] matrix) implements ViewTransform {

        public Matrix {
            requireNumbers("matrix", matrix, 16);
        }
    }

    /** Holds a translation, a unit quaternion x, y, z, w and a scale; what animations move. */
    record Parts(double[] translation, double[] rotation, double[] scale) implements ViewTransform {

        public Parts {
            requireNumbers("translation", translation, 3);
            requireNumbers("rotation", rotation, 4);
            requireNumbers("scale", scale, 3);
        }

        @Override
        public double[] matrix() {
            double x = rotation[0];
            double y = rotation[1];
            double z = rotation[2];
            double w = rotation[3];
            return new double[] {
                (1 - 2 * (y * y + z * z)) * scale[0],
                2 * (x * y + z * w) * scale[0],
                2 * (x * z - y * w) * scale[0],
                0,
                2 * (x * y - z * w) * scale[1],
                (1 - 2 * (x * x + z * z)) * scale[1],
                2 * (y * z + x * w) * scale[1],
                0,
                2 * (x * z + y * w) * scale[2],
                2 * (y * z - x * w) * scale[2],
                (1 - 2 * (x * x + y * y)) * scale[2],
                0,
                translation[0],
                translation[1],
                translation[2],
                1
            };
        }
    }

    /** Return a * b, both in column order. */
    static double[] product(double[] a, double[] b) {
        double[] product = new double[16];
        for (int column = 0; column < 4; column++) {
            for (int row = 0; row < 4; row++) {
                double sum = 0;
                for (int i = 0; i < 4; i++) {
                    sum += a[i * 4 + row] * b[column * 4 + i];
                }
                product[column * 4 + row] = sum;
            }
        }
        return product;
    }

    static List<Double> list(double[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    private static void requireNumbers(String name, double[] numbers, int length) {
        if (numbers.length != length || !Arrays.stream(numbers).allMatch(Double::isFinite)) {
            throw ViewMesh.bad(name, Arrays.toString(numbers), length + " finite numbers");
        }
    }
}
