// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.gltf.MeshoptDecoder.Filter;
import com.avvyland.worker.gltf.MeshoptDecoder.Mode;
import com.avvyland.worker.mesh.meshopt.VertexCodec;
import com.avvyland.worker.mesh.meshopt.VertexStream;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NativeMeshoptTest {

    private final NativeMeshopt meshopt = new NativeMeshopt();

    @Test
    void decodesWhatWasEncoded() {
        byte[] vertices = new byte[100 * 12];
        new Random(1).nextBytes(vertices);
        byte[] stream = VertexCodec.encodeVertexBuffer(
                VertexStream.of(MemorySegment.ofArray(vertices), 100, 12), 2, VertexCodec.Version.V0);

        assertThat(meshopt.decode(Bytes.of(stream), Mode.ATTRIBUTES, Filter.NONE, 100, 12))
                .isEqualTo(vertices);
    }

    @Test
    void aBrokenStreamIsTheModelsFault() {
        assertThatThrownBy(() -> meshopt.decode(Bytes.of(new byte[40]), Mode.ATTRIBUTES, Filter.NONE, 4, 12))
                .isInstanceOfSatisfying(
                        TaskFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_MODEL));
    }
}
