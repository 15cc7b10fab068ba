// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import com.avvyland.worker.task.Bytes;
import java.util.Map;

/**
 * Holds a model that was read: its bytes are those the producer meant, and begin like its format.
 *
 * @param extension {@code .glb}, {@code .gltf}, or that of a format that is to be converted; {@code .usdz} never
 * @param bytes the main file
 * @param resources files the main file refers to, by relative path
 */
public record Model(String extension, Bytes bytes, Map<String, Bytes> resources) {

    public Model {
        resources = Map.copyOf(resources);
    }
}
