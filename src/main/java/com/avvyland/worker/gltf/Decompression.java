// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.gltf.GltfAsset.Accessor;
import com.avvyland.worker.gltf.GltfAsset.Buffer;
import com.avvyland.worker.gltf.GltfAsset.BufferView;
import com.avvyland.worker.gltf.GltfAsset.Mesh;
import java.util.ArrayList;
import java.util.List;

/** Turns an asset with compressed parts into one without: meshopt views first, then Draco streams. */
record Decompression(MeshoptDecoder meshopt, DracoDecoder draco) {

    /** Return an equal asset in which every number can be read; the same one when nothing is compressed. */
    GltfAsset decode(GltfAsset asset) {
        if (!compressed(asset)) {
            return asset;
        }
        List<Buffer> buffers = new ArrayList<>(asset.buffers());
        List<BufferView> views = new ArrayList<>(MeshoptViews.decode(asset, buffers, meshopt));
        List<Accessor> accessors = new ArrayList<>(asset.accessors());
        List<Mesh> meshes = new DracoPrimitives(buffers, views, accessors, draco).decode(asset.meshes());
        return new GltfAsset(
                asset.fileBytes(),
                asset.info(),
                asset.defaultScene(),
                asset.scenes(),
                asset.nodes(),
                List.copyOf(meshes),
                List.copyOf(accessors),
                List.copyOf(views),
                List.copyOf(buffers),
                asset.images(),
                asset.textures(),
                asset.materials(),
                asset.animations(),
                asset.skins(),
                asset.cameras(),
                asset.lights(),
                asset.extensionsUsed(),
                asset.extensionsRequired());
    }

    private static boolean compressed(GltfAsset asset) {
        return asset.bufferViews().stream().anyMatch(view -> view.meshopt() != null)
                || asset.meshes().stream()
                        .flatMap(mesh -> mesh.primitives().stream())
                        .anyMatch(p -> p.draco());
    }
}
