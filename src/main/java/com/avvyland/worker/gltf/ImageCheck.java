// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.gltf.GltfAsset.BufferView;
import com.avvyland.worker.gltf.GltfAsset.Image;
import com.avvyland.worker.task.Bytes;

/**
 * Refuses images that are none, and images that are small as files and huge as pixels. Only headers are read: a
 * decoder makes no picture larger than its header says.
 */
record ImageCheck(GltfLimits limits) implements GltfCheck {

    @Override
    public void check(GltfAsset asset) {
        long pixels = 0;
        for (int i = 0; i < asset.images().size(); i++) {
            Image image = asset.images().get(i);
            String path = "images[" + i + "]";
            ImageHeader header = header(file(asset, image, path), path);
            if (header.width() > limits.imageEdge() || header.height() > limits.imageEdge()) {
                throw GltfFault.tooLarge(
                        path,
                        "%d x %d pixels".formatted(header.width(), header.height()),
                        "at most %d either way".formatted(limits.imageEdge()));
            }
            pixels += header.pixels();
            if (pixels > limits.imagePixels()) {
                throw GltfFault.tooLarge(
                        path,
                        "%d pixels with those before".formatted(pixels),
                        "at most %d in the whole model".formatted(limits.imagePixels()));
            }
        }
    }

    private static Bytes file(GltfAsset asset, Image image, String path) {
        if (image.data() == null) {
            BufferView view = asset.bufferViews().get(image.bufferView());
            if (view.meshopt() != null) {
                throw GltfFault.invalid(path + ".bufferView", "a compressed view", "a plain one");
            }
        }
        return asset.imageFile(image);
    }

    private static ImageHeader header(Bytes file, String path) {
        ImageHeader header = ImageHeader.read(file);
        if (header == null) {
            throw GltfFault.invalid(
                    path,
                    "%d bytes of something else".formatted(file.length()),
                    "a PNG, JPEG, WebP, AVIF or KTX2 image");
        }
        if (header.width() < 1 || header.height() < 1) {
            throw GltfFault.invalid(
                    path, "%d x %d pixels".formatted(header.width(), header.height()), "at least one pixel");
        }
        return header;
    }
}
