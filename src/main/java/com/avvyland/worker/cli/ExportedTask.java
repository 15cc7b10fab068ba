// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.config.InvalidConfigException;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborDump;
import com.avvyland.worker.task.RefusedCborException;
import com.avvyland.worker.task.TaskType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what {@code task export} wrote: a payload, and beside it {@code FILE.json} with its type and headers. */
final class ExportedTask {

    /** A sidecar is a few hundred bytes; 64 KiB leaves room for headers. */
    private static final int MOST_SIDECAR = 64 << 10;

    /** The headers that mean something here; the others are the other system's own. */
    private static final Set<String> HEADERS = Set.of("traceparent", "tracestate");

    private ExportedTask() {}

    /** Tell whether a file is an exported task: by its sidecar, else by its name. */
    static boolean is(Path file) {
        return RunInputs.name(file).endsWith(".cbor") || Files.isRegularFile(sidecar(file)) && typed(file);
    }

    /**
     * Read it.
     *
     * @param type wins over the sidecar's
     */
    static RunInput read(Path file, @Nullable TaskType type) throws IOException {
        byte[] payload = RunInputs.bytes(file);
        JsonNode beside = Files.isRegularFile(sidecar(file)) ? sidecar(sidecar(file), file) : null;
        var headers = new LinkedHashMap<String, String>();
        if (beside != null) {
            beside.path("headers").properties().stream()
                    .filter(header -> HEADERS.contains(header.getKey()))
                    .forEach(header ->
                            headers.put(header.getKey(), header.getValue().asText()));
        }
        TaskType chosen = type != null ? type : type(file, beside);
        return new RunInput(chosen, RunInputs.name(file), payload.length, fields(file, payload), headers, true);
    }

    private static TaskType type(Path file, @Nullable JsonNode beside) {
        if (beside == null) {
            throw new InvalidConfigException("%s: a payload without a type (expected: --task, or %s beside it)"
                    .formatted(file, sidecar(file).getFileName()));
        }
        String name = beside.path("type").asText("");
        return TaskType.of(name)
                .orElseThrow(() -> new CommandFailure("%s: type %s (expected: one of %s)"
                        .formatted(sidecar(file), name, String.join(", ", TaskNames.all()))));
    }

    /** What is no CBOR map has no receiver that could be replaced: the worker would archive it without a word to anybody. */
    private static Map<String, Object> fields(Path file, byte[] payload) throws IOException {
        try {
            CborDump.json(Bytes.of(payload));
            return new CBORMapper().readValue(payload, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (RefusedCborException | JsonProcessingException e) {
            throw new CommandFailure("%s: no payload: %s".formatted(file, oneLine(e)));
        }
    }

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("broken");
    }

    private static JsonNode sidecar(Path path, Path file) throws IOException {
        if (Files.size(path) > MOST_SIDECAR) {
            throw new CommandFailure("%s: %d bytes (expected: at most %d, as task export writes it)"
                    .formatted(path, Files.size(path), MOST_SIDECAR));
        }
        try {
            return new ObjectMapper().readTree(Files.readAllBytes(path));
        } catch (JsonProcessingException e) {
            throw new CommandFailure("%s: no JSON (expected: what task export wrote beside %s)".formatted(path, file));
        }
    }

    /** A {@code model.gltf.json} of another program is no sidecar. */
    private static boolean typed(Path file) {
        try {
            return sidecar(sidecar(file), file).path("type").asText("").startsWith("model.");
        } catch (IOException | CommandFailure e) {
            return false;
        }
    }

    private static Path sidecar(Path file) {
        return file.resolveSibling(RunInputs.name(file) + ".json");
    }
}
