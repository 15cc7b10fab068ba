// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns an asynq payload into a task, once; whatever follows works on records.
 *
 * <p>The payload is hostile until it is through: {@link CborCheck} bounds it, Jackson binds it, the records check their
 * values. A model inside the payload is not copied: the task's {@link Bytes} share the payload's array. Safe to use from
 * any thread.
 */
public final class TaskDecoder {

    private final CborReader reader;
    private final Set<TaskType> runnable;

    /**
     * Create a decoder.
     *
     * @param runnable the families that have a pipeline; the others are refused
     */
    public TaskDecoder(CborLimits limits, Set<TaskType> runnable) {
        this.reader = new CborReader(limits);
        this.runnable = Set.copyOf(runnable);
    }

    /**
     * Decode a payload.
     *
     * @param taskType the asynq task type; a family that this version cannot run is refused like an unknown one
     * @throws UndecodableTaskException permanent; with the callback's address where the document itself is sound
     */
    public Task decode(@Nullable String taskType, Bytes payload) {
        try {
            CborCheck.check(payload, reader.limits());
            return bind(taskType, payload);
        } catch (RefusedCborException e) {
            throw new UndecodableTaskException(e, new CallbackAddress(null, null, null, null));
        } catch (TaskFailure e) {
            throw new UndecodableTaskException(e, CallbackAddress.of(reader, payload));
        }
    }

    CborReader reader() {
        return reader;
    }

    private Task bind(@Nullable String taskType, Bytes payload) {
        TaskType type = Optional.ofNullable(taskType)
                .flatMap(TaskType::of)
                .filter(runnable::contains)
                .orElseThrow(() -> Field.invalid("task type", bounded(taskType), names()));
        return switch (type) {
            case MODEL_PREVIEW -> reader.bind(payload, ModelPayload.class).previewTask();
            case MODEL_OBJECT_PIPELINE ->
                reader.bind(payload, ModelPayload.class).objectPipelineTask();
            case MODEL_PROJECTION_STEP ->
                reader.bind(payload, ProjectionStepPayload.class).task();
            case MODEL_PROJECTION_MODEL ->
                reader.bind(payload, ProjectionModelPayload.class).task();
        };
    }

    private String names() {
        return runnable.stream().sorted().map(TaskType::wireName).collect(Collectors.joining(", "));
    }

    private static String bounded(@Nullable String taskType) {
        String text = taskType == null ? "absent" : taskType.replaceAll("\\p{Cntrl}", "?");
        return text.length() <= 64 ? text : text.substring(0, 64) + "...";
    }
}
