// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.source.Model;
import java.nio.ByteBuffer;

/** Stands where a station will be, so that the route can be built; the decoder lets no task come here. */
public final class MissingStation implements CanonicalGlb, ViewCbor {

    @Override
    public ByteBuffer write(Model model, GltfAsset asset) {
        throw missing("canonicalGlb");
    }

    @Override
    public ByteBuffer write(GltfAsset asset, ByteBuffer canonical) {
        throw missing("viewCbor");
    }

    private static IllegalStateException missing(String name) {
        return new IllegalStateException("%s: no station (expected: one that the worker binds)".formatted(name));
    }
}
