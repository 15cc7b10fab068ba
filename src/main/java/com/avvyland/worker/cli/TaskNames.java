// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.task.TaskType;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a task type of the command line: as on the wire, or its short name. */
final class TaskNames implements ITypeConverter<TaskType> {

    /** Return the names on the wire. */
    static List<String> all() {
        return Arrays.stream(TaskType.values()).map(TaskType::wireName).toList();
    }

    @Override
    public TaskType convert(String text) {
        return switch (text) {
            case "preview" -> TaskType.MODEL_PREVIEW;
            case "object" -> TaskType.MODEL_OBJECT_PIPELINE;
            case "step" -> TaskType.MODEL_PROJECTION_STEP;
            case "model" -> TaskType.MODEL_PROJECTION_MODEL;
            default ->
                TaskType.of(text)
                        .orElseThrow(
                                () -> new TypeConversionException("%s (expected: preview, object, step, model, or %s)"
                                        .formatted(text, String.join(", ", all()))));
        };
    }
}
