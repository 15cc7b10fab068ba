// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.config.ClientConfig;
import com.avvyland.worker.task.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Holds asynq's options for a new task. */
final class EnqueueOptions {

    @Option(names = "--queue", paramLabel = "NAME", description = "Default: the configured queue of the task's type.")
    private @Nullable String queue;

    @Option(names = "--id", paramLabel = "ID", description = "Refused when a task has it; default: a random one.")
    private @Nullable String id;

    @Option(names = "--max-retry", paramLabel = "N", defaultValue = "25", description = "Default: ${DEFAULT-VALUE}.")
    private int maxRetry = 25;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description = "For one attempt, in whole seconds; default: 30m unless there is a deadline.")
    private @Nullable Duration timeout;

    @Option(
            names = "--deadline",
            paramLabel = "INSTANT",
            description = "As 2026-12-24T18:00:00Z: no attempt goes on after it.")
    private @Nullable Instant deadline;

    @Option(
            names = "--unique",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description = "Refuse an equal task for so long, from 1s.")
    private @Nullable Duration unique;

    @Option(
            names = "--process-in",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description = "Run it after this time.")
    private @Nullable Duration processIn;

    @Option(
            names = "--process-at",
            paramLabel = "INSTANT",
            description = "Run it at this time; instead of --process-in.")
    private @Nullable Instant processAt;

    @Option(
            names = "--retention",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description = "Keep the completed task for so long, with its result; default: not at all.")
    private @Nullable Duration retention;

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "An asynq header; may be repeated.")
    private Map<String, String> headers = new TreeMap<>();

    /** Return the task to enqueue; an {@link IllegalArgumentException} says which option is wrong. */
    NewTask task(String type, byte[] payload, ClientConfig config, InstantSource clock) {
        if (processIn != null && processAt != null) {
            throw new IllegalArgumentException("--process-in: with --process-at (expected: one of them)");
        }
        wholeSeconds("--timeout", timeout);
        wholeSeconds("--retention", retention);
        NewTask.Builder task =
                NewTask.of(type).payload(payload).maxRetry(maxRetry).queue(queue(type, config));
        if (id != null) {
            task.id(id);
        }
        if (timeout != null) {
            task.timeout(timeout);
        }
        if (deadline != null) {
            task.deadline(deadline);
        }
        if (unique != null) {
            task.unique(unique);
        }
        if (processIn != null) {
            task.processAt(clock.instant().plus(processIn));
        }
        if (processAt != null) {
            task.processAt(processAt);
        }
        if (retention != null) {
            task.retention(retention);
        }
        headers.forEach(task::header);
        return task.build();
    }

    private String queue(String type, ClientConfig config) {
        if (queue != null) {
            return queue;
        }
        TaskType known = TaskType.of(type)
                .orElseThrow(() -> new IllegalArgumentException(
                        "--queue: absent (expected: a name, as no queue is configured for " + type + ")"));
        return switch (known) {
            case MODEL_PREVIEW, MODEL_OBJECT_PIPELINE -> config.queue();
            case MODEL_PROJECTION_STEP, MODEL_PROJECTION_MODEL -> config.projectionQueue();
        };
    }

    /** On the wire these are seconds: half a second would be none at all. */
    private static void wholeSeconds(String name, @Nullable Duration duration) {
        if (duration != null && duration.toMillisPart() != 0) {
            throw new IllegalArgumentException(
                    "%s: %dms (expected: whole seconds)".formatted(name, duration.toMillis()));
        }
    }
}
