// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingGlb;
import com.avvyland.worker.testing.TestingModels;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GltfReaderTest {

    private final GltfReader reader = new GltfReader(GltfLimits.DEFAULT);

    @Test
    void readsAGlbInTheMiddleOfAnArray() {
        byte[] glb = TestingModels.texturedBox();
        byte[] payload = new byte[glb.length + 64];
        System.arraycopy(glb, 0, payload, 33, glb.length);

        GltfAsset asset = reader.read(new Model(".glb", new Bytes(payload, 33, glb.length), Map.of()));

        assertThat(asset.nodes()).extracting(GltfAsset.Node::name).containsExactly("Painted Box");
        assertThat(asset.materials().getFirst().textures()).containsExactly(0);
        assertThat(asset.imageFile(asset.images().getFirst()).array()).isSameAs(payload);
        assertThat(ImageHeader.read(asset.imageFile(asset.images().getFirst())))
                .isEqualTo(new ImageHeader("image/png", 16, 16, 1));
    }

    @Test
    void readsAGltfWithDataUris() {
        GltfAsset asset = gltf(TestingModels.texturedBoxGltf(), Map.of());

        assertThat(new GeometryReader().measure(asset))
                .isEqualTo(new GeometryReader().measure(glb(TestingModels.texturedBox())));
    }

    /** The specification forbids writing one, and lets a reader ignore it. */
    @Test
    void readsAGltfAfterAByteOrderMark() {
        String json = "\ufeff" + new String(TestingModels.texturedBoxGltf(), StandardCharsets.UTF_8);

        assertThat(gltf(json.getBytes(StandardCharsets.UTF_8), Map.of()).nodes())
                .hasSize(1);
    }

    @Test
    void readsAGltfWithTheFilesThatCameWithIt() {
        byte[] bin = TestingModels.triangleResource();
        String json = new String(TestingModels.triangleWithResource(), StandardCharsets.UTF_8);

        assertThat(gltf(json, "parts/triangle.bin", bin).buffers()).hasSize(1);
        assertThat(gltf(json.replace("parts/", "./parts/"), "parts/triangle.bin", bin)
                        .buffers())
                .hasSize(1);
        assertThat(gltf(json.replace("parts/triangle", "my%20parts+1"), "my parts+1.bin", bin)
                        .buffers())
                .hasSize(1);
    }

    @Test
    void namesTheFileThatDidNotCome() {
        TaskFailure failure =
                catchThrowableOfType(TaskFailure.class, () -> gltf(TestingModels.triangleWithResource(), Map.of()));

        assertThat(failure)
                .hasMessage(
                        "buffers[0].uri: parts/triangle.bin" + " (expected: a data: URI or a name in input_resources)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../triangle.bin",
                "/triangle.bin",
                "a/../../triangle.bin",
                "..\\\\triangle.bin",
                "c:triangle.bin"
            })
    void followsNoPathOutOfTheFolderEvenWhenAFileCameByThatName(String uri) {
        String json = new String(TestingModels.triangleWithResource(), StandardCharsets.UTF_8)
                .replace("parts/triangle.bin", uri);

        TaskFailure failure = catchThrowableOfType(
                TaskFailure.class, () -> gltf(json, uri.replace("\\\\", "\\"), TestingModels.triangleResource()));

        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_MODEL);
        assertThat(failure).hasMessageStartingWith("buffers[0].uri: ");
    }

    @Test
    void ignoresWhatItDoesNotKnow() {
        TestingGlb glb = TestingModels.triangleAsset();
        glb.root()
                .putObject("extras")
                .putArray("deep")
                .addObject()
                .putArray("er")
                .add(1)
                .addNull();
        glb.root().putArray("extensionsUsed").add("ACME_cloaking");
        glb.root().putObject("extensions").putObject("ACME_cloaking").put("level", 9);

        assertThat(glb(glb.glb()).extensionsUsed()).containsExactly("ACME_cloaking");
    }

    @Test
    void takesAWholeNumberWrittenAsAFraction() {
        String json = new String(TestingModels.texturedBoxGltf(), StandardCharsets.UTF_8)
                .replace("\"count\":36", "\"count\":3.6e1");

        assertThat(gltf(json.getBytes(StandardCharsets.UTF_8), Map.of())
                        .accessors()
                        .getFirst()
                        .count())
                .isEqualTo(24);
    }

    @Test
    void refusesAnObjectOfTooManyMembers() {
        var json = new StringBuilder("{\"asset\":{\"version\":\"2.0\",\"extras\":{");
        for (int i = 0; i < 70_000; i++) {
            json.append("\"m").append(i).append("\":0,");
        }
        byte[] document = json.append("\"last\":0}}}").toString().getBytes(StandardCharsets.US_ASCII);

        TaskFailure failure = catchThrowableOfType(TaskFailure.class, () -> gltf(document, Map.of()));

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_TOO_LARGE);
        assertThat(failure).hasMessage("asset.extras.m65536: one more (expected: at most 65536 members)");
    }

    @Test
    void boundsTheJsonOfAGlb() {
        var small = new GltfLimits(1_000, 10, 10, 10, 10, 10, 10, 100, 1_000, 10, 1_000, 10, 10, 10, 10);
        byte[] padded = TestingGlb.glb(new byte[1_004], new byte[0]);

        TaskFailure failure = catchThrowableOfType(
                TaskFailure.class, () -> new GltfReader(small).read(new Model(".glb", Bytes.of(padded), Map.of())));

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_TOO_LARGE);
    }

    private GltfAsset glb(byte[] bytes) {
        return reader.read(new Model(".glb", Bytes.of(bytes), Map.of()));
    }

    private GltfAsset gltf(byte[] bytes, Map<String, Bytes> resources) {
        return reader.read(new Model(".gltf", Bytes.of(bytes), resources));
    }

    private GltfAsset gltf(String json, String name, byte[] resource) {
        return gltf(json.getBytes(StandardCharsets.UTF_8), Map.of(name, Bytes.of(resource)));
    }
}
