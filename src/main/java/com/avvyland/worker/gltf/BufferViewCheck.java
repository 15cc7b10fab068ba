// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.gltf.GltfAsset.Buffer;
import com.avvyland.worker.gltf.GltfAsset.BufferView;
import com.avvyland.worker.gltf.GltfAsset.Meshopt;

/** Refuses a buffer shorter than it says, and a buffer view that leads out of its buffer. */
final class BufferViewCheck implements GltfCheck {

    private static final int MAX_STRIDE = 252;
    /** EXT_meshopt_compression: vertices of at most 256 bytes. */
    private static final int MAX_MESHOPT_STRIDE = 256;

    @Override
    public void check(GltfAsset asset) {
        for (int i = 0; i < asset.buffers().size(); i++) {
            Buffer buffer = asset.buffers().get(i);
            if (buffer.data() != null && buffer.byteLength() > buffer.data().byteSize()) {
                throw GltfFault.invalid(
                        "buffers[%d].byteLength".formatted(i),
                        buffer.byteLength(),
                        "at most %d: what is there".formatted(buffer.data().byteSize()));
            }
        }
        for (int i = 0; i < asset.bufferViews().size(); i++) {
            view(asset, asset.bufferViews().get(i), i);
        }
    }

    private static void view(GltfAsset asset, BufferView view, int index) {
        String path = "bufferViews[" + index + "]";
        within(path, view.byteOffset(), view.byteLength(), asset.buffers().get(view.buffer()));
        if (view.byteStride() > MAX_STRIDE && view.meshopt() == null) {
            throw GltfFault.invalid(path + ".byteStride", view.byteStride(), "at most " + MAX_STRIDE);
        }
        Meshopt meshopt = view.meshopt();
        int source = meshopt == null ? view.buffer() : meshopt.buffer();
        if (asset.buffers().get(source).data() == null) {
            throw GltfFault.invalid("buffers[%d]".formatted(source), "no data", "a uri, or the BIN chunk of a GLB");
        }
        if (meshopt == null) {
            return;
        }
        within(
                path + ".extensions",
                meshopt.byteOffset(),
                meshopt.byteLength(),
                asset.buffers().get(meshopt.buffer()));
        if (meshopt.byteStride() < 1 || meshopt.byteStride() > MAX_MESHOPT_STRIDE) {
            throw GltfFault.invalid(
                    path + ".extensions.byteStride", meshopt.byteStride(), "1 to " + MAX_MESHOPT_STRIDE);
        }
        // Divided, not multiplied: a count near 2^63 must not wrap.
        if (meshopt.count() != view.byteLength() / meshopt.byteStride()
                || view.byteLength() % meshopt.byteStride() != 0) {
            throw GltfFault.invalid(path + ".extensions.count", meshopt.count(), "byteLength / byteStride of the view");
        }
    }

    /** Subtracted, not added: an offset near 2^63 must not wrap. */
    private static void within(String path, long offset, long length, Buffer buffer) {
        if (length < 1 || length > buffer.byteLength() || offset > buffer.byteLength() - length) {
            throw GltfFault.invalid(
                    path,
                    "bytes %d to %s".formatted(offset, Long.toUnsignedString(offset + length)),
                    "a part of the buffer's %d".formatted(buffer.byteLength()));
        }
    }
}
