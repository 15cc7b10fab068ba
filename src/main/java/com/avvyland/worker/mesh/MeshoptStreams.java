// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.MeshoptDecoder;
import com.avvyland.worker.mesh.meshopt.Meshopt;
import com.avvyland.worker.mesh.meshopt.MeshoptException;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;

/** Decodes meshopt streams of a model with meshoptimizer. Safe for any thread. */
public final class MeshoptStreams implements MeshoptDecoder {

    /** @throws TaskFailure permanent {@code invalid_model} when the stream is broken */
    @Override
    public byte[] decode(Bytes data, Mode mode, Filter filter, int count, int stride) {
        byte[] stream = data.toByteArray();
        try {
            return switch (mode) {
                case ATTRIBUTES -> filtered(Meshopt.decodeVertexBuffer(stream, count, stride), filter, count, stride);
                case TRIANGLES -> Meshopt.decodeIndexBuffer(stream, count, stride);
                case INDICES -> Meshopt.decodeIndexSequence(stream, count, stride);
            };
        } catch (MeshoptException e) {
            throw new TaskFailure(FailureCode.INVALID_MODEL, String.valueOf(e.getMessage()), e);
        }
    }

    private static byte[] filtered(byte[] decoded, Filter filter, int count, int stride) {
        switch (filter) {
            case NONE -> {}
            case OCTAHEDRAL -> Meshopt.decodeFilterOct(decoded, count, stride);
            case QUATERNION -> Meshopt.decodeFilterQuat(decoded, count, stride);
            case EXPONENTIAL -> Meshopt.decodeFilterExp(decoded, count, stride);
            case COLOR -> Meshopt.decodeFilterColor(decoded, count, stride);
        }
        return decoded;
    }
}
