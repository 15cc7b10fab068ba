// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.MeshoptDecoder.Filter;
import com.avvyland.worker.gltf.MeshoptDecoder.Mode;
import com.avvyland.worker.mesh.meshopt.Meshopt;
import com.avvyland.worker.mesh.meshopt.MeshoptException;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;

/** Decodes meshopt streams with the native library, as the worker does. */
public final class TestingMeshopt {

    private TestingMeshopt() {}

    public static byte[] decode(Bytes data, Mode mode, Filter filter, int count, int stride) {
        try {
            byte[] bytes = data.toByteArray();
            byte[] decoded =
                    switch (mode) {
                        case ATTRIBUTES -> Meshopt.decodeVertexBuffer(bytes, count, stride);
                        case TRIANGLES -> Meshopt.decodeIndexBuffer(bytes, count, stride);
                        case INDICES -> Meshopt.decodeIndexSequence(bytes, count, stride);
                    };
            switch (filter) {
                case NONE -> {}
                case OCTAHEDRAL -> Meshopt.decodeFilterOct(decoded, count, stride);
                case QUATERNION -> Meshopt.decodeFilterQuat(decoded, count, stride);
                case EXPONENTIAL -> Meshopt.decodeFilterExp(decoded, count, stride);
                case COLOR -> Meshopt.decodeFilterColor(decoded, count, stride);
            }
            return decoded;
        } catch (MeshoptException broken) {
            throw new TaskFailure(FailureCode.INVALID_MODEL, broken.getMessage(), broken);
        }
    }
}
