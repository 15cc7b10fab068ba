// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.gltf.GltfAsset.BufferView;
import com.avvyland.worker.gltf.GltfAsset.Sparse;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads which elements of an accessor its sparse part replaces. */
final class SparseIndices {

    private static final int[] UNREADABLE = {};

    private SparseIndices() {}

    /** Return the elements in their stored order, unsigned; none when they are compressed or absent. */
    static int[] read(GltfAsset asset, Sparse sparse) {
        BufferView view = asset.bufferViews().get(sparse.indexView());
        MemorySegment data = asset.buffers().get(view.buffer()).data();
        if (data == null || view.meshopt() != null) {
            return UNREADABLE;
        }
        ByteBuffer in = data.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        in.position((int) (view.byteOffset() + sparse.indexOffset()));
        int[] elements = new int[(int) sparse.count()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = switch (sparse.indexType()) {
                case Components.UNSIGNED_BYTE -> Byte.toUnsignedInt(in.get());
                case Components.UNSIGNED_SHORT -> Short.toUnsignedInt(in.getShort());
                default -> in.getInt();
            };
        }
        return elements;
    }
}
