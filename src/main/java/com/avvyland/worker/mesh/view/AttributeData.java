// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import com.avvyland.worker.gltf.AccessorView;

/**
 * Reads an attribute where its file is.
 *
 * @param width numbers a vertex; what an accessor lacks is the last of them
 * @param last what that is then
 */
record AttributeData(AccessorView view, int width, float last) implements VertexData {

    @Override
    public int length() {
        return Math.multiplyExact(view.count(), width);
    }

    @Override
    public void read(int from, float[] to, int at, int count) {
        if (view.width() == width) {
            view.read(from, to, at, count);
            return;
        }
        for (int i = 0; i < count; i += width) {
            for (int c = 0; c < width - 1; c++) {
                to[at + i + c] = view.at((from + i) / width, c);
            }
            to[at + i + width - 1] = last;
        }
    }
}
