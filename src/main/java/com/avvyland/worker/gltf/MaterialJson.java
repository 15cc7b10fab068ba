// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset.Image;
import com.avvyland.worker.gltf.GltfAsset.Material;
import com.avvyland.worker.gltf.GltfAsset.Texture;
import com.avvyland.worker.task.Bytes;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads materials and what they show: textures and images. */
final class MaterialJson {

    /** The core has 5; every extension of today together adds some 20. */
    private static final int MAX_TEXTURES = 64;

    private final JsonCursor json;
    private final Map<String, Bytes> resources;

    MaterialJson(JsonCursor json, Map<String, Bytes> resources) {
        this.json = json;
        this.resources = resources;
    }

    Image image() throws IOException {
        String path = json.path();
        String name = "";
        String mimeType = "";
        int bufferView = NONE;
        @Nullable Bytes data = null;
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "name" -> name = json.name();
                case "mimeType" -> mimeType = json.name();
                case "bufferView" -> bufferView = json.index();
                case "uri" -> data = GltfUri.resolve(json.path(), json.string(), resources);
                default -> json.skip();
            }
        }
        if ((bufferView == NONE) == (data == null)) {
            throw GltfFault.invalid(path, data == null ? "nothing" : "both", "either a uri or a bufferView");
        }
        return new Image(name, mimeType, bufferView, data);
    }

    Texture texture() throws IOException {
        String name = "";
        int source = NONE;
        int[] preferred = {};
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "name" -> name = json.name();
                case "source" -> source = json.index();
                case "extensions" -> preferred = sources();
                default -> json.skip();
            }
        }
        IntStream core = source == NONE ? IntStream.empty() : IntStream.of(source);
        return new Texture(name, IntStream.concat(IntStream.of(preferred), core).toArray());
    }

    Material material() throws IOException {
        String name = "";
        var textures = IntStream.builder();
        int count = 0;
        json.openObject();
        while (json.nextMember()) {
            if (json.member().equals("name")) {
                name = json.name();
            } else if (json.atObject()) {
                int[] found = json.textureIndices(MAX_TEXTURES - count);
                count += found.length;
                IntStream.of(found).forEach(textures::add);
            } else {
                json.skip();
            }
        }
        return new Material(name, textures.build().toArray());
    }

    private int[] sources() throws IOException {
        var sources = IntStream.builder();
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "KHR_texture_basisu", "EXT_texture_webp", "EXT_texture_avif" -> {
                    json.openObject();
                    while (json.nextMember()) {
                        if (json.member().equals("source")) {
                            sources.add(json.index());
                        } else {
                            json.skip();
                        }
                    }
                }
                default -> json.skip();
            }
        }
        return sources.build().toArray();
    }
}
