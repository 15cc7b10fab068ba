// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.gltf.GltfAsset;
import java.nio.ByteBuffer;
import org.apache.camel.Variable;

/** Writes the public view of a model: the station {@code viewCbor}. Safe to use from any thread. */
@FunctionalInterface
public interface ViewCbor {

    /** Return the file, made from the checked model and its canonical form. Nobody writes to it later. */
    ByteBuffer write(@Variable("asset") GltfAsset asset, @Variable("canonical") ByteBuffer canonical);
}
