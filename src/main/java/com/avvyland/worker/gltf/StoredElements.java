// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset.Accessor;
import com.avvyland.worker.gltf.GltfAsset.BufferView;
import com.avvyland.worker.gltf.GltfAsset.Sparse;
import com.avvyland.worker.task.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Points at the elements of an accessor as they are stored, bit by bit. Where an accessor is dense and its
 * buffer an array nothing is copied; the array is shared and must not be written to.
 *
 * @param array holds the elements, little-endian
 * @param offset of the first element
 * @param stride from one element to the next; 0 when all are zero
 * @param size bytes of an element
 */
@SuppressWarnings("ArrayRecordComponent") // shares the model's bytes
public record StoredElements(byte[] array, int offset, int stride, int size, int count) {

    private static final byte[] ZEROS = new byte[64];

    /**
     * Return the elements of an accessor of a decoded asset. Those of a sparse accessor are copied: {@link BudgetCheck}
     * has bounded the size of all.
     */
    public static StoredElements of(GltfAsset asset, int index) {
        Accessor accessor = asset.accessors().get(index);
        StoredElements base = in(asset, accessor.bufferView(), accessor.byteOffset(), accessor, accessor.count());
        Sparse sparse = accessor.sparse();
        return sparse == null ? base : base.with(asset, accessor, sparse);
    }

    private static StoredElements in(GltfAsset asset, int viewIndex, long offset, Accessor accessor, long count) {
        int size = Components.elementSize(accessor);
        if (viewIndex == NONE) {
            return new StoredElements(ZEROS, 0, 0, size, (int) count);
        }
        BufferView view = asset.bufferViews().get(viewIndex);
        MemorySegment data = asset.buffers().get(view.buffer()).data();
        if (data == null || view.meshopt() != null) {
            throw new IllegalStateException(
                    "bufferViews[%d]: compressed (expected: a decoded asset)".formatted(viewIndex));
        }
        int stride = view.byteStride() == 0 ? size : view.byteStride();
        Bytes stored = Bytes.of(data.asSlice(view.byteOffset(), view.byteLength()));
        int start = Math.toIntExact(stored.offset() + offset);
        return new StoredElements(stored.array(), start, stride, size, (int) count);
    }

    private StoredElements with(GltfAsset asset, Accessor accessor, Sparse sparse) {
        byte[] dense = tight();
        int[] replaced = SparseIndices.read(asset, sparse);
        StoredElements values = in(asset, sparse.valueView(), sparse.valueOffset(), accessor, sparse.count());
        for (int i = 0; i < replaced.length; i++) {
            System.arraycopy(values.array, values.at(i), dense, replaced[i] * size, size);
        }
        return new StoredElements(dense, 0, size, size, count);
    }

    /** Return where an element begins. */
    public int at(int element) {
        return offset + element * stride;
    }

    /** Tell whether no byte lies between elements. */
    public boolean isTight() {
        return stride == size;
    }

    /** Copy the elements, nothing between them. */
    public byte[] tight() {
        byte[] copy = new byte[Math.multiplyExact(size, count)];
        if (isTight()) {
            System.arraycopy(array, offset, copy, 0, copy.length);
            return copy;
        }
        for (int i = 0; stride > 0 && i < count; i++) {
            System.arraycopy(array, at(i), copy, i * size, size);
        }
        return copy;
    }
}
