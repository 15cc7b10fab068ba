// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.ModelPreviewTask;
import com.avvyland.worker.task.ModelSource;
import com.avvyland.worker.task.PreviewOptions;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingFormats;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingTetrahedron;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFormatTest {

    private static final Map<String, byte[]> FILES = files();

    private final ModelReader reader = new ModelReader(ModelLimits.DEFAULT, Map.of());

    @Test
    void takesEachFormatUnderItsOwnNameOnly() {
        FILES.forEach((content, file) -> FILES.keySet().forEach(extension -> {
            String accepted = content.equals(".stl ascii") ? ".stl" : content;
            String claimed = extension.equals(".stl ascii") ? ".stl" : extension;
            if (claimed.equals(accepted)) {
                assertThat(code(claimed, file)).as(content).isNull();
            } else {
                assertThat(code(claimed, file))
                        .as("%s as %s", content, claimed)
                        .isEqualTo(FailureCode.UNSUPPORTED_FORMAT);
            }
        }));
    }

    @Test
    void looksPastCommentsAndByteOrderMarks() {
        assertThat(code(".obj", bytes("\ufeff\r\n# " + "licence ".repeat(500) + "\n\n  mtllib a b.mtl\n")))
                .isNull();
        assertThat(code(".fbx", bytes("; FBX 7.4.0 project file\n; Copyright\n\nFBXHeaderExtension:  {\n}\n")))
                .isNull();
        assertThat(code(".dae", bytes("\ufeff<?xml version=\"1.0\"?>\n<!-- x -->\n<COLLADA version=\"1.5\">")))
                .isNull();
        assertThat(code(".stl", bytes("solid with no facet\nendsolid\n"))).isNull();
    }

    @Test
    void takesABinaryStlThatBeginsLikeText() {
        byte[] stl = TestingTetrahedron.stl();
        System.arraycopy(bytes("solid by CAD"), 0, stl, 0, 12);

        assertThat(code(".stl", stl)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0\0\0\0", "# only a comment\n", "hello world\n", "<html>", "PK", "ply", "x 1 2 3\n"})
    void takesNothingForAnObjThatIsNone(String content) {
        assertThat(code(".obj", bytes(content))).isIn(FailureCode.UNSUPPORTED_FORMAT, FailureCode.INVALID_MODEL);
    }

    @Test
    void keepsOnlyTheModelOfA3mf() {
        var entries = new LinkedHashMap<String, byte[]>();
        entries.put("[Content_Types].xml", bytes("<Types/>"));
        entries.put("Metadata/thumbnail.png", new byte[1000]);
        entries.put("_rels/.rels", bytes("<Relationships/>"));
        entries.put("3D/3dmodel.model", bytes("<model/>"));

        Bytes kept = reader.read(task(".3mf", TestingFormats.zip(entries))).bytes();

        assertThat(Archive.unpack(kept, 1 << 20)).containsOnlyKeys("_rels/.rels", "3D/3dmodel.model");
    }

    @Test
    void opensAUsdzToItsFirstLayer() {
        var entries = new LinkedHashMap<String, byte[]>();
        entries.put("scene.usda", bytes("#usda 1.0\n"));
        entries.put("0/wood.png", bytes("picture"));

        Model model = reader.read(task(".usdz", TestingFormats.zip(entries)));

        assertThat(model.extension()).isEqualTo(".usda");
        assertThat(model.bytes()).isEqualTo(Bytes.of(bytes("#usda 1.0\n")));
        assertThat(model.resources()).containsExactly(Map.entry("0/wood.png", Bytes.of(bytes("picture"))));
    }

    private @Nullable FailureCode code(String extension, byte[] file) {
        try {
            reader.read(task(extension, file));
            return null;
        } catch (TaskFailure failure) {
            return failure.code();
        }
    }

    private static Map<String, byte[]> files() {
        var files = new LinkedHashMap<String, byte[]>();
        files.put(".glb", TestingModels.triangle());
        files.put(".gltf", TestingModels.texturedBoxGltf());
        files.put(".obj", TestingTetrahedron.obj());
        files.put(".stl", TestingTetrahedron.stl());
        files.put(".stl ascii", TestingTetrahedron.asciiStl());
        files.put(".ply", TestingFormats.ply("binary_little_endian"));
        files.put(".fbx", TestingFormats.fbx(1, 1, ""));
        files.put(".dae", bytes(TestingFormats.dae("", "")));
        files.put(".3mf", TestingFormats.threeMf(TestingFormats.threeMfModel("", "")));
        files.put(".usda", TestingFormats.usda("", ""));
        files.put(".usdz", TestingFormats.zip(Map.of("a.usda", TestingFormats.usda("", ""))));
        return files;
    }

    private static ModelPreviewTask task(String extension, byte[] file) {
        var source = new ModelSource(extension, Bytes.of(file), null, null, Map.of());
        return new ModelPreviewTask("h", "https://example.com", null, null, List.of(), source, PreviewOptions.UNSET);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
