// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

/** Turns triangles over. */
record ReversedTriangles(IndexData triangles) implements IndexData {

    @Override
    public int length() {
        return triangles.length();
    }

    @Override
    public void read(int from, int[] to, int at, int count) {
        triangles.read(from, to, at, count);
        for (int i = at; i < at + count; i += 3) {
            int second = to[i + 1];
            to[i + 1] = to[i + 2];
            to[i + 2] = second;
        }
    }
}
