// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset.Accessor;
import com.avvyland.worker.gltf.GltfAsset.BufferView;
import com.avvyland.worker.gltf.GltfAsset.Sparse;

/** Refuses an accessor that reads outside of its buffer view, or of a kind that does not exist. */
record AccessorCheck(GltfLimits limits) implements GltfCheck {

    @Override
    public void check(GltfAsset asset) {
        for (int i = 0; i < asset.accessors().size(); i++) {
            Accessor accessor = asset.accessors().get(i);
            String path = "accessors[" + i + "]";
            requireType(accessor, path);
            if (accessor.bufferView() != NONE) {
                requireRange(asset.bufferViews().get(accessor.bufferView()), accessor, path);
            }
            if (accessor.sparse() != null) {
                requireSparse(asset, accessor, accessor.sparse(), path + ".sparse");
            }
        }
    }

    private void requireType(Accessor accessor, String path) {
        if (Components.size(accessor.componentType()) == 0) {
            throw GltfFault.invalid(path + ".componentType", accessor.componentType(), "5120 to 5126, not 5124");
        }
        if (Components.width(accessor.type()) == 0) {
            throw GltfFault.invalid(path + ".type", accessor.type(), "SCALAR, VEC2 to VEC4 or MAT2 to MAT4");
        }
        if (accessor.count() < 1) {
            throw GltfFault.invalid(path + ".count", accessor.count(), "1 or more");
        }
        if (accessor.count() > limits.accessorElements()) {
            throw GltfFault.tooLarge(
                    path + ".count", accessor.count(), "at most %d".formatted(limits.accessorElements()));
        }
    }

    private static void requireRange(BufferView view, Accessor accessor, String path) {
        int size = Components.elementSize(accessor);
        int stride = view.byteStride() == 0 ? size : view.byteStride();
        if (stride < size) {
            throw GltfFault.invalid(
                    path, "elements of %d bytes".formatted(size), "at most the view's stride " + stride);
        }
        requireRange(view, accessor.byteOffset(), (accessor.count() - 1) * stride + size, path);
        requireAligned(view, accessor.byteOffset(), accessor.componentType(), path);
        if (stride % Components.size(accessor.componentType()) != 0) {
            throw GltfFault.invalid(path, "a stride of " + stride, "a multiple of the component's size");
        }
    }

    /** The length is below 2^34 after {@link #requireType}; the offset is subtracted, so that it cannot wrap. */
    private static void requireRange(BufferView view, long offset, long length, String path) {
        if (length > view.byteLength() || offset > view.byteLength() - length) {
            throw GltfFault.invalid(
                    path,
                    "%d bytes from %d".formatted(length, offset),
                    "a part of the buffer view's %d".formatted(view.byteLength()));
        }
    }

    /** A browser maps numbers onto the buffer as it is, and throws where they are not aligned. */
    private static void requireAligned(BufferView view, long offset, int componentType, String path) {
        if ((view.byteOffset() + offset) % Components.size(componentType) != 0) {
            throw GltfFault.invalid(path + ".byteOffset", offset, "a multiple of the component's size");
        }
    }

    private static void requireSparse(GltfAsset asset, Accessor accessor, Sparse sparse, String path) {
        int indexSize = switch (sparse.indexType()) {
            case Components.UNSIGNED_BYTE, Components.UNSIGNED_SHORT, Components.UNSIGNED_INT ->
                Components.size(sparse.indexType());
            default ->
                throw GltfFault.invalid(path + ".indices.componentType", sparse.indexType(), "5121, 5123 or 5125");
        };
        if (sparse.count() < 1 || sparse.count() > accessor.count()) {
            throw GltfFault.invalid(path + ".count", sparse.count(), "1 to %d".formatted(accessor.count()));
        }
        BufferView indices = asset.bufferViews().get(sparse.indexView());
        BufferView values = asset.bufferViews().get(sparse.valueView());
        requireRange(indices, sparse.indexOffset(), sparse.count() * indexSize, path + ".indices");
        requireAligned(indices, sparse.indexOffset(), sparse.indexType(), path + ".indices");
        requireRange(values, sparse.valueOffset(), sparse.count() * Components.elementSize(accessor), path + ".values");
        requireAligned(values, sparse.valueOffset(), accessor.componentType(), path + ".values");
        int[] elements = SparseIndices.read(asset, sparse);
        for (int i = 0; i < elements.length; i++) {
            int least = i == 0 ? 0 : elements[i - 1] + 1;
            if (elements[i] < least || elements[i] >= accessor.count()) {
                throw GltfFault.invalid(
                        path + ".indices",
                        Integer.toUnsignedString(elements[i]),
                        "%d to %d, rising".formatted(least, accessor.count() - 1));
            }
        }
    }
}
