// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.gltf.GeometryReader;
import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.gltf.GltfReader;
import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.GeometryFacts;
import com.avvyland.worker.task.TaskFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what a GLB holds, read again from its bytes.
 *
 * @param messages what the worker's own checks of glTF find wrong; none for a sound file
 * @param facts absent where it cannot be read
 * @param textures its pictures, in the order of the file
 */
record MadeModel(List<String> messages, @Nullable GeometryFacts facts, List<Texture> textures) {

    /**
     * Describes one picture of a model.
     *
     * @param mime of its content
     */
    record Texture(String mime, long width, long height, int bytes, String sha256) {}

    MadeModel {
        messages = List.copyOf(messages);
        textures = List.copyOf(textures);
    }

    /** Read a GLB; whatever is wrong with it is a message. */
    static MadeModel of(byte[] glb) {
        return of(new Model(".glb", Bytes.of(glb), Map.of()));
    }

    /** Read a model in glTF; whatever is wrong with it is a message. */
    static MadeModel of(Model model) {
        try {
            GltfAsset asset = new GltfReader(GltfLimits.DEFAULT).read(model);
            return new MadeModel(List.of(), new GeometryReader().measure(asset), textures(asset));
        } catch (TaskFailure wrong) {
            return new MadeModel(List.of(String.valueOf(wrong.getMessage())), null, List.of());
        }
    }

    private static List<Texture> textures(GltfAsset asset) {
        List<Texture> textures = new ArrayList<>();
        for (GltfAsset.Image image : asset.images()) {
            Bytes file = asset.imageFile(image);
            ImageHeader header = ImageHeader.read(file);
            if (header != null) {
                textures.add(new Texture(
                        header.mimeType(),
                        header.width(),
                        header.height(),
                        file.length(),
                        ModelFile.sha256(file.toByteArray())));
            }
        }
        return textures;
    }
}
