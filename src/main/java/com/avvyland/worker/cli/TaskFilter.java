// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.asynq.inspect.TaskInfo;
import com.avvyland.worker.asynq.inspect.TaskState;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.task.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Says which tasks of a queue are meant; what is left out does not restrict. */
final class TaskFilter {

    private static final Set<TaskState> FAILED = EnumSet.of(TaskState.RETRY, TaskState.ARCHIVED);

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            converter = State.class,
            description = "pending, active, scheduled, retry, archived, completed, aggregating; several with commas.")
    private List<TaskState> states = List.of();

    @Option(names = "--type", paramLabel = "TYPE", description = "Tasks of this type.")
    private @Nullable String type;

    @Option(names = "--failed", description = "Tasks in retry or archived that carry an error.")
    private boolean failed;

    @Option(names = "--error", paramLabel = "TEXT", description = "Tasks whose error has this text, in any case.")
    private @Nullable String error;

    @Option(
            names = "--code",
            paramLabel = "CODE",
            converter = Code.class,
            description = "Tasks whose error begins with this code of docs/wire.cddl.")
    private @Nullable FailureCode code;

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description = "Tasks that failed, were archived or were completed no longer ago.")
    private @Nullable Duration since;

    /** Tell whether nothing restricts. */
    boolean isEmpty() {
        return states.isEmpty() && !needsMessage();
    }

    /** Tell whether more than the state counts. */
    boolean needsMessage() {
        return type != null || failed || error != null || code != null || since != null;
    }

    /** Return the states to look through, of those that make sense. */
    Set<TaskState> states(Set<TaskState> sensible) {
        Set<TaskState> named = states.isEmpty() ? EnumSet.copyOf(sensible) : EnumSet.copyOf(states);
        if (failed) {
            named.retainAll(FAILED);
        }
        named.retainAll(sensible);
        return named;
    }

    /** Return the first state that was asked for and makes no sense; empty when all do. */
    Optional<TaskState> misplaced(Set<TaskState> sensible) {
        return states.stream().filter(state -> !sensible.contains(state)).findFirst();
    }

    boolean matches(TaskInfo task, Instant now) {
        TaskMessage message = task.message();
        if (message == null) {
            return !needsMessage();
        }
        String text = message.getErrorMsg();
        return (type == null || type.equals(message.getType()))
                && (!failed || !text.isEmpty())
                && (error == null || text.toLowerCase(Locale.ROOT).contains(error.toLowerCase(Locale.ROOT)))
                && (code == null || code.equals(code(text).orElse(null)))
                && (since == null
                        || ended(task, message)
                                .filter(now.minus(since)::isBefore)
                                .isPresent());
    }

    /** Return the code that an error begins with, as the worker writes it. */
    static Optional<FailureCode> code(String error) {
        return Arrays.stream(FailureCode.values())
                .filter(code -> error.startsWith(code.wireName() + ":"))
                .findFirst();
    }

    private static Optional<Instant> ended(TaskInfo task, TaskMessage message) {
        long second = Math.max(message.getLastFailedAt(), message.getCompletedAt());
        if (second > 0) {
            return Optional.of(Instant.ofEpochSecond(Math.min(second, Instant.MAX.getEpochSecond())));
        }
        return task.state() == TaskState.ARCHIVED ? Optional.ofNullable(task.due()) : Optional.empty();
    }

    private static final class State implements ITypeConverter<TaskState> {
        @Override
        public TaskState convert(String text) {
            return Arrays.stream(TaskState.values())
                    .filter(state -> state.word().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            text + " (expected: pending, active, scheduled, retry, archived, completed, aggregating)"));
        }
    }

    private static final class Code implements ITypeConverter<FailureCode> {
        @Override
        public FailureCode convert(String text) {
            return Arrays.stream(FailureCode.values())
                    .filter(code -> code.wireName().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(text + " (expected: "
                            + String.join(
                                    ", ",
                                    Arrays.stream(FailureCode.values())
                                            .map(FailureCode::wireName)
                                            .toList())
                            + ")"));
        }
    }
}
