// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingGlb;
import com.avvyland.worker.testing.TestingModels;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecompressionTest {

    private static final byte[] TRIANGLE = floats(0, 0, 0, 1, 0, 0, 0, 1, 0);

    @Test
    void readsAMeshoptViewAsAPlainOne() {
        GltfDocument document = read(meshopt(Map.of()), (data, mode, filter, count, stride) -> {
            assertThat(data.toByteArray()).containsExactly(7, 7, 7, 7);
            assertThat(mode).isEqualTo(MeshoptDecoder.Mode.ATTRIBUTES);
            assertThat(filter).isEqualTo(MeshoptDecoder.Filter.NONE);
            assertThat(count * stride).isEqualTo(36);
            return TRIANGLE;
        });

        assertThat(StoredElements.of(document.asset(), 0).tight()).isEqualTo(TRIANGLE);
        assertThat(new GeometryReader().measure(document.asset()).boundsMax()).containsExactly(1.0, 1.0, 0.0);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "mode, '\"GUESS\"'",
        "mode, '\"TRIANGLES\"'",
        "filter, '\"QUATERNION\"'",
        "filter, '\"GUESS\"'",
        "byteStride, 6",
        "byteStride, 0",
        "count, 4",
        "count, 1073741824",
        "byteOffset, 4611686018427387904",
        "buffer, 9",
    })
    void refusesAClaimThatDoesNotFit(String member, String value) {
        assertRefused(meshopt(Map.of(member, value)), FailureCode.INVALID_MODEL);
    }

    @Test
    void refusesWhatWouldBeLargeBeforeItIsDecoded() {
        TestingGlb glb = meshoptAsset(Map.of("count", "1066666666", "byteStride", "12"));
        ((ObjectNode) glb.root().at("/bufferViews/0"))
                .put("byteLength", 12_799_999_992L)
                .put("buffer", 1);
        glb.add("buffers").put("byteLength", glb.binary().length);
        glb.add("buffers").put("byteLength", 12_800_000_000L);

        assertRefused(glb.glb(), FailureCode.MODEL_TOO_LARGE);
    }

    @Test
    void checksWhatWasDecoded() {
        TaskFailure failure = catchThrowableOfType(
                TaskFailure.class,
                () -> read(meshopt(Map.of()), (_, _, _, _, _) -> floats(0, 0, 0, 1, 0, 0, 0, Float.NaN, 0)));

        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_MODEL);
        assertThat(failure).hasMessageContaining("accessors[0] element 2: NaN");
    }

    @Test
    void readsADracoStreamAsPlainAccessors() {
        GltfDocument document = readDraco(3, new int[] {2, 0, 1}, 5126);

        GltfAsset.Primitive primitive =
                document.asset().meshes().getFirst().primitives().getFirst();
        assertThat(primitive.draco()).isFalse();
        assertThat(StoredElements.of(document.asset(), primitive.attribute("POSITION"))
                        .tight())
                .isEqualTo(TRIANGLE);
        assertThat(StoredElements.of(document.asset(), primitive.indices()).tight()[0])
                .isEqualTo((byte) 2);
    }

    @ParameterizedTest
    @CsvSource({"4, 0, 5126", "3, 3, 5126", "3, -1, 5126", "3, 0, 5123"})
    void refusesADracoMeshThatIsNotWhatItsAccessorsSay(int vertices, int lastIndex, int componentType) {
        assertThatThrownBy(() -> readDraco(vertices, new int[] {0, 1, lastIndex}, componentType))
                .isInstanceOfSatisfying(
                        TaskFailure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_MODEL));
    }

    @Test
    void turnsADracoAttributeIntoWhatItsAccessorPromises() {
        var shorts = new DracoMesh.Attribute(
                5123, 3, false, new byte[] {0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0});
        GltfDocument document = readDraco(3, new int[] {0, 1, 2}, shorts);

        int positions =
                document.asset().meshes().getFirst().primitives().getFirst().attribute("POSITION");
        assertThat(StoredElements.of(document.asset(), positions).tight()).isEqualTo(TRIANGLE);
    }

    private static void assertRefused(byte[] glb, FailureCode code) {
        assertThatThrownBy(() -> read(glb, (_, _, _, _, _) -> {
                    throw new AssertionError("decoded");
                }))
                .isInstanceOfSatisfying(
                        TaskFailure.class,
                        failure -> assertThat(failure.code())
                                .as(failure.getMessage())
                                .isEqualTo(code));
    }

    private static byte[] meshopt(Map<String, String> changes) {
        return meshoptAsset(changes).glb();
    }

    /** A triangle whose positions are 4 bytes that only a fake decodes. */
    private static TestingGlb meshoptAsset(Map<String, String> changes) {
        TestingGlb glb = TestingModels.triangleAsset();
        int stream = glb.view(new byte[] {7, 7, 7, 7}, 0);
        int offset = glb.root().at("/bufferViews/" + stream + "/byteOffset").intValue();
        ObjectNode meshopt = ((ObjectNode) glb.root().at("/bufferViews/0"))
                .putObject("extensions")
                .putObject("KHR_meshopt_compression");
        meshopt.put("buffer", 0).put("byteOffset", offset).put("byteLength", 4);
        meshopt.put("mode", "ATTRIBUTES").put("count", 3).put("byteStride", 12);
        changes.forEach((member, value) -> meshopt.set(
                member,
                value.startsWith("\"")
                        ? meshopt.textNode(value.substring(1, value.length() - 1))
                        : meshopt.numberNode(Long.parseLong(value))));
        glb.root().putArray("extensionsRequired").add("KHR_meshopt_compression");
        return glb;
    }

    private static GltfDocument readDraco(int vertices, int[] indices, int componentType) {
        return readDraco(vertices, indices, new DracoMesh.Attribute(componentType, 3, false, TRIANGLE));
    }

    private static GltfDocument readDraco(int vertices, int[] indices, DracoMesh.Attribute positions) {
        TestingGlb glb = TestingModels.triangleAsset();
        int stream = glb.view(new byte[] {9}, 0);
        ((ObjectNode) glb.root().at("/accessors/0")).remove("bufferView");
        ((ObjectNode) glb.root().at("/accessors/1")).remove("bufferView");
        ObjectNode draco = ((ObjectNode) glb.root().at("/meshes/0/primitives/0"))
                .putObject("extensions")
                .putObject("KHR_draco_mesh_compression");
        draco.put("bufferView", stream).putObject("attributes").put("POSITION", 5);
        DracoDecoder decoder = (data, ids) -> {
            assertThat(data.get()).isEqualTo((byte) 9);
            assertThat(ids).containsExactly(Map.entry("POSITION", 5));
            return new DracoMesh(vertices, indices, Map.of("POSITION", positions));
        };
        return new GltfDocumentReader(GltfLimits.DEFAULT, (_, _, _, _, _) -> TRIANGLE, decoder)
                .read(new Model(".glb", Bytes.of(glb.glb()), Map.of()));
    }

    private static GltfDocument read(byte[] glb, MeshoptDecoder decoder) {
        return new GltfDocumentReader(GltfLimits.DEFAULT, decoder, (_, _) -> {
                    throw new AssertionError("nothing here is Draco");
                })
                .read(new Model(".glb", Bytes.of(glb), Map.of()));
    }

    private static byte[] floats(float... values) {
        var bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
