// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.TaskFailure;

/** Decodes the streams of EXT_meshopt_compression and KHR_meshopt_compression. Safe for any thread. */
@FunctionalInterface
public interface MeshoptDecoder {

    /** Names what a stream holds. */
    enum Mode {
        ATTRIBUTES,
        TRIANGLES,
        INDICES
    }

    /** Names what is done to attributes after the codec. */
    enum Filter {
        NONE,
        OCTAHEDRAL,
        QUATERNION,
        EXPONENTIAL,
        COLOR
    }

    /**
     * Decode one buffer view. Count, stride, mode and filter fit each other, by the extension's rules; the bytes are
     * hostile.
     *
     * @param count elements
     * @param stride bytes of an element
     * @return {@code count * stride} bytes
     * @throws TaskFailure permanent {@code invalid_model} when the stream is broken
     */
    byte[] decode(Bytes data, Mode mode, Filter filter, int count, int stride) throws TaskFailure;
}
