// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Holds a checked and decoded asset together with its JSON.
 *
 * @param asset without compressed views and Draco streams: every number can be read
 * @param json the document as it was written, of which accessors, bufferViews, buffers and the URIs of images are left
 *     out, because {@code asset} has them; the receiver's own, to be changed
 */
public record GltfDocument(GltfAsset asset, ObjectNode json) {}
