// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

/**
 * Applies a 4 x 4 matrix to points.
 *
 * @param matrix in column order
 */
@SuppressWarnings("ArrayRecordComponent") // written by nobody
record MovedPoints(VertexData points, double[] matrix) implements VertexData {

    @Override
    public int length() {
        return points.length();
    }

    @Override
    public void read(int from, float[] to, int at, int count) {
        points.read(from, to, at, count);
        double[] m = matrix;
        for (int i = at; i < at + count; i += 3) {
            double x = to[i];
            double y = to[i + 1];
            double z = to[i + 2];
            for (int row = 0; row < 3; row++) {
                to[i + row] = (float) (m[row] * x + m[4 + row] * y + m[8 + row] * z + m[12 + row]);
            }
        }
    }
}
