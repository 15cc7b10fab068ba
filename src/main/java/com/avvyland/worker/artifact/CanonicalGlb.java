// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.source.Model;
import java.nio.ByteBuffer;
import org.apache.camel.Variable;

/** Writes the canonical GLB of a checked model: the station {@code canonicalGlb}. Safe to use from any thread. */
@FunctionalInterface
public interface CanonicalGlb {

    /** Return the file; a buffer over an array, or over a mapped file when it is large. Nobody writes to it later. */
    ByteBuffer write(@Variable("model") Model model, @Variable("asset") GltfAsset asset);
}
