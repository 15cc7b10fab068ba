// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.MeshoptDecoder;
import com.avvyland.worker.mesh.meshopt.Meshopt;
import com.avvyland.worker.mesh.meshopt.MeshoptException;
import com.avvyland.worker.mesh.meshopt.UnavailableMeshoptException;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;

/** Decodes compressed buffer views of models with meshoptimizer. Safe for any thread. */
public final class NativeMeshopt implements MeshoptDecoder {

    /**
     * {@inheritDoc}
     *
     * @throws UnavailableMeshoptException when this machine has no library: not the model's fault
     */
    @Override
    public byte[] decode(Bytes data, Mode mode, Filter filter, int count, int stride) {
        try {
            byte[] decoded = elements(data.toByteArray(), mode, count, stride);
            undo(filter, decoded, count, stride);
            return decoded;
        } catch (UnavailableMeshoptException unavailable) {
            throw unavailable;
        } catch (MeshoptException broken) {
            throw new TaskFailure(FailureCode.INVALID_MODEL, "stream: " + broken.getMessage(), broken);
        }
    }

    private static byte[] elements(byte[] data, Mode mode, int count, int stride) {
        return switch (mode) {
            case ATTRIBUTES -> Meshopt.decodeVertexBuffer(data, count, stride);
            case TRIANGLES -> Meshopt.decodeIndexBuffer(data, count, stride);
            case INDICES -> Meshopt.decodeIndexSequence(data, count, stride);
        };
    }

    private static void undo(Filter filter, byte[] decoded, int count, int stride) {
        switch (filter) {
            case NONE -> {}
            case OCTAHEDRAL -> Meshopt.decodeFilterOct(decoded, count, stride);
            case QUATERNION -> Meshopt.decodeFilterQuat(decoded, count, stride);
            case EXPONENTIAL -> Meshopt.decodeFilterExp(decoded, count, stride);
            case COLOR -> Meshopt.decodeFilterColor(decoded, count, stride);
        }
    }
}
