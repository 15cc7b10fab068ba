// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

/**
 * Applies a 3 x 3 matrix to vectors and makes their length 1; a fourth number stays.
 *
 * @param width numbers of a vector, 3 or 4
 * @param matrix in column order
 * @param sign 1, or -1 to turn them round
 */
@SuppressWarnings("ArrayRecordComponent") // written by nobody
record TurnedVectors(VertexData vectors, int width, double[] matrix, int sign) implements VertexData {

    @Override
    public int length() {
        return vectors.length();
    }

    @Override
    public void read(int from, float[] to, int at, int count) {
        vectors.read(from, to, at, count);
        double[] c = matrix;
        for (int i = at; i < at + count; i += width) {
            double x = c[0] * to[i] + c[3] * to[i + 1] + c[6] * to[i + 2];
            double y = c[1] * to[i] + c[4] * to[i + 1] + c[7] * to[i + 2];
            double z = c[2] * to[i] + c[5] * to[i + 1] + c[8] * to[i + 2];
            double length = Math.sqrt(x * x + y * y + z * z);
            double scale = length > 0 ? sign / length : 0;
            to[i] = (float) (x * scale);
            to[i + 1] = (float) (y * scale);
            to[i + 2] = (float) (z * scale);
        }
    }
}
