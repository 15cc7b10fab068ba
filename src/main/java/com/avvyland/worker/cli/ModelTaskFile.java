// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.task.TaskType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Makes a payload of a model's file, for the task types that take a model. */
final class ModelTaskFile {

    /** The fourth type takes pictures. */
    static final Set<TaskType> TYPES =
            EnumSet.of(TaskType.MODEL_PREVIEW, TaskType.MODEL_OBJECT_PIPELINE, TaskType.MODEL_PROJECTION_STEP);

    private ModelTaskFile() {}

    /**
     * Encode a payload.
     *
     * @param fields further keys of docs/wire.cddl; a value that is no JSON counts as text
     */
    static byte[] encode(Path file, String callbackUrl, Map<String, String> fields) {
        try {
            Map<String, Object> payload =
                    ModelFile.read(file, RunInputs.bytes(file)).fields();
            payload.put("callback_url", callbackUrl);
            fields.forEach((name, value) -> payload.put(name, value(value)));
            return new CBORMapper().writeValueAsBytes(payload);
        } catch (IOException unreadable) {
            throw new CommandFailure("%s: %s (expected: a model, and the files it refers to beside it)"
                    .formatted(file, unreadable.getClass().getSimpleName()));
        }
    }

    private static Object value(String text) {
        try {
            Object value = ReadCommand.JSON.readValue(text, Object.class);
            return value == null ? text : value;
        } catch (JsonProcessingException plain) {
            return text;
        }
    }
}
