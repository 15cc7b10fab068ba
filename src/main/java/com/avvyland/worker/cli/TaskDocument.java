// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.asynq.inspect.TaskInfo;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborDump;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Shows a stored task as JSON; byte strings by their length and digest. */
final class TaskDocument {

    private TaskDocument() {}

    /** Return one row of a list; what can't be read has only its id and state. */
    static ObjectNode row(TaskInfo task) {
        TaskMessage message = task.message();
        ObjectNode row = ReadCommand.object()
                .put("id", task.id())
                .put("queue", task.queue())
                .put("state", task.state().word())
                .put("readable", message != null)
                .put("orphaned", task.orphaned())
                .put("due", text(task.due()));
        if (message == null) {
            return row;
        }
        return row.put("type", message.getType())
                .put("retried", message.getRetried())
                .put("max_retry", message.getRetry())
                .put("last_failed_at", second(message.getLastFailedAt()))
                .put(
                        "code",
                        TaskFilter.code(message.getErrorMsg())
                                .map(FailureCode::wireName)
                                .orElse(null))
                .put("error", message.getErrorMsg().isEmpty() ? null : message.getErrorMsg());
    }

    /** Return all that is known of a task, its payload and its result decoded. */
    static ObjectNode whole(TaskInfo task) {
        ObjectNode whole = row(task);
        TaskMessage message = task.message();
        if (message == null) {
            return whole;
        }
        whole.put("timeout_seconds", message.getTimeout())
                .put("deadline", second(message.getDeadline()))
                .put("retention_seconds", message.getRetention())
                .put("completed_at", second(message.getCompletedAt()))
                .put("unique_key", message.getUniqueKey().isEmpty() ? null : message.getUniqueKey())
                .put("group", message.getGroupKey().isEmpty() ? null : message.getGroupKey());
        ObjectNode headers = whole.putObject("headers");
        new TreeMap<>(message.getHeadersMap()).forEach(headers::put);
        document(whole, "payload", message.getPayload());
        document(whole, "result", ByteString.copyFrom(task.result()));
        return whole;
    }

    private static void document(ObjectNode whole, String name, ByteString content) {
        whole.put(name + "_bytes", content.size());
        if (content.isEmpty()) {
            whole.putNull(name);
            return;
        }
        try {
            whole.set(name, ReadCommand.JSON.readTree(CborDump.json(Bytes.of(content.toByteArray()))));
        } catch (TaskFailure | UncheckedIOException | JsonProcessingException unreadable) {
            whole.putNull(name);
            whole.put(
                    name + "_note",
                    unreadable instanceof TaskFailure refused ? refused.getMessage() : "not readable as CBOR");
        }
    }

    private static @Nullable String second(long second) {
        try {
            return second == 0 ? null : Instant.ofEpochSecond(second).toString();
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
