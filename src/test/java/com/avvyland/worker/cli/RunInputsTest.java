// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.config.InvalidConfigException;
import com.avvyland.worker.projection.TestingObject;
import com.avvyland.worker.task.TaskType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunInputsTest {

    @TempDir
    Path folder;

    private Path picture = Path.of("");
    private Path model = Path.of("");

    @BeforeEach
    void files() throws IOException {
        picture = Files.write(
                folder.resolve("can.png"), TestingObject.source().bytes().toByteArray());
        model = Files.write(folder.resolve("box.glb"), new byte[] {'g', 'l', 'T', 'F'});
    }

    @Test
    void choosesTheTaskByWhatTheFileIs() throws IOException {
        assertThat(read(model, null).type()).isEqualTo(TaskType.MODEL_OBJECT_PIPELINE);
        assertThat(read(picture, null).type()).isEqualTo(TaskType.MODEL_PROJECTION_STEP);
        assertThat(read(model, TaskType.MODEL_PROJECTION_STEP).fields()).containsKeys("input_model", "view", "prompt");
    }

    @Test
    void refusesAFileThatATaskCannotTake() {
        assertThatThrownBy(() -> read(picture, TaskType.MODEL_PREVIEW))
                .isInstanceOf(CommandFailure.class)
                .hasMessageEndingWith("a picture (expected: a 3D model for model.preview.v1)");
        assertThatThrownBy(() -> read(model, TaskType.MODEL_PROJECTION_MODEL)).isInstanceOf(CommandFailure.class);
        assertThatThrownBy(() -> read(folder.resolve("gone.glb"), null)).isInstanceOf(AbsentException.class);
    }

    @Test
    void putsOptionsWhereThePayloadHasThem() throws IOException {
        RunInput input = RunInputs.read(
                model,
                TaskType.MODEL_PREVIEW,
                Map.of("angles", "front,back", "width", "64", "priority_providers", "fal"),
                Map.of());

        assertThat(input.fields().get("preview")).isEqualTo(Map.of("angles", List.of("front", "back"), "width", 64));
        assertThat(input.fields().get("priority_providers")).isEqualTo(List.of("fal"));
        assertThat(RunFields.of(TaskType.MODEL_PREVIEW, Map.of("angles", "35,25;front"))
                        .get("preview"))
                .isEqualTo(Map.of("angles", List.of("35,25", "front")));
        assertThatThrownBy(() -> RunInputs.read(model, null, Map.of("prompt", "x"), Map.of()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("--option prompt: unknown for model.object_pipeline.v1 (expected: angles");
    }

    @Test
    void takesAnExportedTaskAndReplacesItsReceiver() throws IOException {
        Path task = export("model.preview.v1", Map.of("traceparent", "00-x", "secret", "y"));

        RunInput input = read(task, null);

        assertThat(input.type()).isEqualTo(TaskType.MODEL_PREVIEW);
        assertThat(input.exported()).isTrue();
        assertThat(input.headers()).isEqualTo(Map.of("traceparent", "00-x"));
        JsonNode payload = new CBORMapper().readTree(input.payload("http://127.0.0.1:9/callback"));
        assertThat(payload.path("callback_url").asText()).isEqualTo("http://127.0.0.1:9/callback");
        assertThat(payload.path("input_model").binaryValue()).containsExactly(1, 2, 3);
        assertThat(payload.path("unknown_to_us").asDouble()).isEqualTo(0.5);
    }

    @Test
    void takesAPayloadWithoutItsSidecarWhereTheTypeIsNamed() throws IOException {
        Path task = export("model.preview.v1", Map.of());
        Files.delete(folder.resolve("task.cbor.json"));

        assertThat(read(task, TaskType.MODEL_OBJECT_PIPELINE).exported()).isTrue();
        assertThatThrownBy(() -> read(task, null))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageEndingWith("a payload without a type (expected: --task, or task.cbor.json beside it)");
    }

    @Test
    void refusesAPayloadThatIsNone() throws IOException {
        Path task = Files.write(folder.resolve("task.cbor"), new byte[] {(byte) 0x9f, 1});

        assertThatThrownBy(() -> read(task, TaskType.MODEL_PREVIEW))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("no payload");
    }

    @Test
    void readsWhatAModelRefersToInItsOwnFolderOnly() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        Path inside = Files.createDirectory(folder.resolve("model"));
        Files.writeString(inside.resolve("a b.bin"), "data");
        Files.createSymbolicLink(inside.resolve("link.bin"), secret);
        Path gltf = Files.writeString(
                inside.resolve("m.gltf"),
                "{\"buffers\":[{\"uri\":\"a%20b.bin\"},{\"uri\":\"../secret.txt\"},{\"uri\":\"link.bin\"},{\"uri\":\""
                        + secret + "\"},{\"uri\":\"file://" + secret + "\"},{\"uri\":\"gone.bin\"}]}");
        Path obj = Files.writeString(inside.resolve("m.obj"), "mtllib m.mtl\nmtllib ../secret.txt\nv 0 0 0\n");
        Files.writeString(inside.resolve("m.mtl"), "newmtl a\nmap_Kd -bm 1 skin.png\nmap_Bump ../secret.txt\n");
        Files.write(inside.resolve("skin.png"), new byte[] {1});

        assertThat(resources(gltf)).containsOnlyKeys("a%20b.bin");
        assertThat(resources(obj)).containsOnlyKeys("m.mtl", "skin.png");
    }

    private static Map<String, byte[]> resources(Path file) throws IOException {
        return ModelFile.read(file, Files.readAllBytes(file)).resources();
    }

    private Path export(String type, Map<String, String> headers) throws IOException {
        byte[] payload = new CBORMapper()
                .writeValueAsBytes(Map.of(
                        "model_hash",
                        "h",
                        "callback_url",
                        "https://state.example/cb",
                        "input_format",
                        ".glb",
                        "input_model",
                        new byte[] {1, 2, 3},
                        "unknown_to_us",
                        0.5));
        Files.writeString(
                folder.resolve("task.cbor.json"),
                new ObjectMapper().writeValueAsString(Map.of("type", type, "queue", "q", "headers", headers)));
        return Files.write(folder.resolve("task.cbor"), payload);
    }

    private static RunInput read(Path file, @Nullable TaskType type) throws IOException {
        return RunInputs.read(file, type, Map.of(), Map.of());
    }
}
