// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.config.InvalidConfigException;
import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.TaskType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a task of a file: a model, a picture, or a task that was exported. */
final class RunInputs {

    private static final Set<String> PICTURES = Set.of("image/png", "image/jpeg", "image/webp");

    /** The most that a payload may have by default, 256 MiB; nothing larger is read into memory. */
    static final long MOST = 256L << 20;

    private RunInputs() {}

    /**
     * Read a file.
     *
     * @param type absent: what the file is decides
     * @param options fields of the payload, by name
     * @param views further sides of the object, for {@code model.projection.model.v1}
     */
    static RunInput read(Path file, @Nullable TaskType type, Map<String, String> options, Map<String, Path> views)
            throws IOException {
        if (ExportedTask.is(file)) {
            if (!options.isEmpty() || !views.isEmpty()) {
                throw new InvalidConfigException(
                        "--option: given beside an exported task (expected: none, its payload says all)");
            }
            return ExportedTask.read(file, type);
        }
        byte[] bytes = bytes(file);
        ImageHeader header = ImageHeader.read(Bytes.of(bytes));
        if (header == null || !PICTURES.contains(header.mimeType())) {
            return ofModel(file, bytes, type == null ? TaskType.MODEL_OBJECT_PIPELINE : type, options, views);
        }
        return ofPicture(file, bytes, type == null ? TaskType.MODEL_PROJECTION_STEP : type, options, views);
    }

    /** Read a file that is there and not too large. */
    static byte[] bytes(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new AbsentException("%s: not there (expected: a file)".formatted(file));
        }
        long size = Files.size(file);
        if (size > MOST) {
            throw new CommandFailure("%s: %d bytes (expected: at most %d)".formatted(file, size, MOST));
        }
        return Files.readAllBytes(file);
    }

    private static RunInput ofModel(
            Path file, byte[] bytes, TaskType type, Map<String, String> options, Map<String, Path> views)
            throws IOException {
        if (type == TaskType.MODEL_PROJECTION_MODEL || !views.isEmpty()) {
            throw new CommandFailure("%s: no picture (expected: PNG, JPEG or WebP for %s)"
                    .formatted(file, TaskType.MODEL_PROJECTION_MODEL.wireName()));
        }
        ModelFile model = ModelFile.read(file, bytes);
        var fields = model.fields();
        if (type == TaskType.MODEL_PROJECTION_STEP) {
            step(fields);
        }
        fields.putAll(RunFields.of(type, options));
        return new RunInput(type, model.name(), bytes.length, fields, Map.of(), false);
    }

    private static RunInput ofPicture(
            Path file, byte[] bytes, TaskType type, Map<String, String> options, Map<String, Path> views)
            throws IOException {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("model_hash", ModelFile.hash(bytes));
        switch (type) {
            case MODEL_PROJECTION_STEP -> {
                if (!views.isEmpty()) {
                    throw new InvalidConfigException("--view: given for a step (expected: with --task model)");
                }
                step(fields);
                fields.put("source_image", image(file, bytes));
            }
            case MODEL_PROJECTION_MODEL -> {
                fields.put("job_id", "run");
                List<Object> sides = new ArrayList<>(List.of(Map.of("view", "front", "image", image(file, bytes))));
                for (Map.Entry<String, Path> side : views.entrySet()) {
                    sides.add(Map.of("view", side.getKey(), "image", image(side.getValue(), bytes(side.getValue()))));
                }
                fields.put("views", sides);
            }
            default ->
                throw new CommandFailure(
                        "%s: a picture (expected: a 3D model for %s)".formatted(file, type.wireName()));
        }
        fields.putAll(RunFields.of(type, options));
        return new RunInput(type, name(file), bytes.length, fields, Map.of(), false);
    }

    private static void step(Map<String, Object> fields) {
        fields.put("job_id", "run");
        fields.put("step_id", "step-0");
        fields.put("sequence", 0);
        fields.put("prompt", "The object in the picture.");
        fields.put("view", "back");
    }

    private static Map<String, Object> image(Path file, byte[] bytes) {
        ImageHeader header = ImageHeader.read(Bytes.of(bytes));
        if (header == null || !PICTURES.contains(header.mimeType())) {
            throw new CommandFailure("%s: no picture (expected: PNG, JPEG or WebP)".formatted(file));
        }
        return Map.of("mime", header.mimeType(), "bytes", bytes);
    }

    static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? "file" : name.toString();
    }
}
