// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.gltf.GltfAsset.Accessor;
import com.avvyland.worker.gltf.GltfAsset.BufferView;
import com.avvyland.worker.gltf.GltfAsset.Mesh;
import com.avvyland.worker.gltf.GltfAsset.Primitive;

/**
 * Refuses a small file that becomes large in memory: accessors without data, accessors that all read the same bytes,
 * compressed views that claim gigabytes, morph targets that share one accessor.
 *
 * <p>What passes is also what later checks may read in full: their work is bounded by the same sum.
 */
record BudgetCheck(GltfLimits limits) implements GltfCheck {

    /** A renderer stores position, normal and colour of a morph target as four floats each, for every vertex. */
    private static final int MORPH_TEXEL_BYTES = 16;

    private static final int MORPH_STREAMS = 3;

    @Override
    public void check(GltfAsset asset) {
        long budget = limits.decodedBytes(asset.fileBytes());
        long decoded = 0;
        for (Accessor accessor : asset.accessors()) {
            decoded = spend(decoded, accessor.count() * Components.elementSize(accessor), budget, "accessors");
        }
        for (BufferView view : asset.bufferViews()) {
            if (view.meshopt() != null) {
                decoded = spend(decoded, view.byteLength(), budget, "bufferViews");
            }
        }
        for (Mesh mesh : asset.meshes()) {
            for (Primitive primitive : mesh.primitives()) {
                decoded = spend(decoded, morphBytes(asset, primitive), budget, "morph targets");
            }
        }
    }

    private static long spend(long decoded, long more, long budget, String what) {
        if (more > budget - decoded) {
            throw GltfFault.tooLarge(
                    what + " decoded", "%d bytes or more".formatted(decoded + more), "at most %d".formatted(budget));
        }
        return decoded + more;
    }

    private static long morphBytes(GltfAsset asset, Primitive primitive) {
        int position = primitive.attribute("POSITION");
        if (position == GltfAsset.NONE || primitive.targets().isEmpty()) {
            return 0;
        }
        int streams = Math.min(MORPH_STREAMS, primitive.targets().getFirst().size());
        return asset.accessors().get(position).count() * primitive.targets().size() * streams * MORPH_TEXEL_BYTES;
    }
}
