// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingGlb;
import com.avvyland.worker.testing.TestingModels;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model through it is in ObjectFormsIT. */
class MeshoptModelTest {

    private static final CanonicalGlbWriter WRITER = new CanonicalGlbWriter(GltfLimits.DEFAULT, (_, _) -> {
        throw new AssertionError("nothing here is Draco");
    });

    private final MeshoptModel station = new MeshoptModel(WRITER, 1 << 20);

    @Test
    void passesOnWhatDoesNotNameTheExtension() throws IOException {
        for (Model model :
                new Model[] {model(".glb", TestingModels.texturedBox()), model(".gltf", TestingModels.texturedBoxGltf())
                }) {
            assertThat(station.decode(model)).isSameAs(model);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".glb", ".gltf"})
    void makesTheCanonicalGlbOfWhatDoes(String extension) throws IOException {
        TestingGlb glb = TestingModels.box();
        glb.root().putArray("extensionsUsed").add("KHR_meshopt_compression");
        Model model = model(extension, extension.equals(".glb") ? glb.glb() : glb.gltf());

        Model decoded = station.decode(model);

        assertThat(decoded.extension()).isEqualTo(".glb");
        assertThat(decoded.bytes().toByteArray())
                .isEqualTo(TestingCanonical.of(TestingModels.texturedBox()).bytes());
        TaskFailure failure =
                catchThrowableOfType(TaskFailure.class, () -> new MeshoptModel(WRITER, 1000).decode(model));
        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_TOO_LARGE);
    }

    @Test
    void leavesABrokenContainerToItsReader() throws IOException {
        TestingGlb glb = TestingModels.box();
        glb.root().putArray("extensionsUsed").add("KHR_meshopt_compression");
        byte[] whole = glb.glb();
        for (int length = 0; length < 40; length++) {
            Model cut = model(".glb", Arrays.copyOf(whole, length));

            assertThat(station.decode(cut)).isSameAs(cut);
        }
        whole[15] = (byte) 0xff;
        TaskFailure failure = catchThrowableOfType(TaskFailure.class, () -> station.decode(model(".glb", whole)));
        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_MODEL);
    }

    private static Model model(String extension, byte[] bytes) {
        return new Model(extension, Bytes.of(bytes), Map.of());
    }
}
