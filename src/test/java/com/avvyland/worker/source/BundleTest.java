// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.ModelSource;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingFormats;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingTetrahedron;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BundleTest {

    private static final byte[] OBJ = TestingTetrahedron.obj();

    @Test
    void namesWhatAModelRefersToFromItsOwnFolder() {
        ModelSource found = open(Map.of(
                "out/mesh/MODEL.OBJ",
                OBJ,
                "out/mesh/a.mtl",
                bytes("mtl"),
                "out/mesh/tex/b.png",
                bytes("png"),
                "out/c.png",
                bytes("c")));

        assertThat(found.inputFormat()).isEqualTo(".obj");
        assertThat(found.bytes()).isEqualTo(Bytes.of(OBJ));
        assertThat(found.resources())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "a.mtl", Bytes.of(bytes("mtl")),
                        "tex/b.png", Bytes.of(bytes("png")),
                        "out/c.png", Bytes.of(bytes("c"))));
    }

    @Test
    void prefersTheFormatThatKeepsMost() {
        assertThat(open(Map.of(
                                "a.stl",
                                TestingTetrahedron.stl(),
                                "deep/er/b.glb",
                                TestingModels.triangle(),
                                "c.obj",
                                OBJ))
                        .inputFormat())
                .isEqualTo(".glb");
        assertThat(open(Map.of("a.stl", TestingTetrahedron.stl(), "b.obj", OBJ)).inputFormat())
                .isEqualTo(".obj");
    }

    @Test
    void prefersTheModelNearTheTopThenTheLargerOne() {
        byte[] large = TestingTetrahedron.obj("# more\n", "");
        byte[] largest = TestingTetrahedron.obj("# more and more\n", "");

        assertThat(open(Map.of("lods/a.obj", largest, "b.obj", OBJ, "c.obj", large))
                        .bytes())
                .isEqualTo(Bytes.of(large));
    }

    @Test
    void takesNothingForAModelWhoseContentIsAnother() {
        ModelSource found =
                open(Map.of("__MACOSX/._model.glb", bytes("\0\5\26\7"), "model.glb", bytes("{}"), "a.obj", OBJ));

        assertThat(found.inputFormat()).isEqualTo(".obj");
    }

    @Test
    void refusesAnArchiveWithoutAModel() {
        TaskFailure failure = refused(Map.of("readme.txt", bytes("hello"), "noextension", bytes("x")));

        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_MODEL);
        assertThat(failure).hasMessageStartingWith("archive: 2 entries, no model (expected: one of .glb, ");
    }

    @Test
    void isBoundedAsEveryArchiveIs() {
        assertThat(refused(Map.of("../a.obj", OBJ)).code()).isEqualTo(FailureCode.INVALID_MODEL);
        assertThat(refused(Map.of("a.obj", new byte[2 << 20])).code()).isEqualTo(FailureCode.MODEL_TOO_LARGE);
    }

    @Test
    void tellsAZipByItsContent() {
        assertThat(Bundle.isZip(Bytes.of(TestingFormats.zip(Map.of("a", OBJ))))).isTrue();
        assertThat(Bundle.isZip(Bytes.of(OBJ))).isFalse();
        assertThat(Bundle.isZip(Bytes.of((byte) 'P', (byte) 'K'))).isFalse();
    }

    private static ModelSource open(Map<String, byte[]> entries) {
        return Bundle.open(Bytes.of(TestingFormats.zip(new LinkedHashMap<>(entries))), 1 << 20);
    }

    private static TaskFailure refused(Map<String, byte[]> entries) {
        return catchThrowableOfType(TaskFailure.class, () -> open(entries));
    }

    private static byte[] bytes(String text) {
        return TestingTetrahedron.bytes(text);
    }
}
