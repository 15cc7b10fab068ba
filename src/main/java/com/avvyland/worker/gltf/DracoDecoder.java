// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.task.TaskFailure;
import java.nio.ByteBuffer;
import java.util.Map;

/** Decodes the stream of KHR_draco_mesh_compression, somewhere it can be killed: a hostile one may never end. */
@FunctionalInterface
public interface DracoDecoder {

    /**
     * Decode one mesh.
     *
     * @param data the stream
     * @param attributeIds Draco's unique id of each attribute, by glTF semantic
     * @throws TaskFailure permanent {@code invalid_model} when the stream is broken or lacks an attribute
     */
    DracoMesh decode(ByteBuffer data, Map<String, Integer> attributeIds) throws TaskFailure;
}
