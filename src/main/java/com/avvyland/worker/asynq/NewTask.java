// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Describes a task to enqueue; what is left out gets asynq's default.
 *
 * @param payload null and empty differ only in the unique lock
 * @param maxRetry 25 by default
 * @param timeout whole seconds; 30 minutes when neither it nor a deadline is given
 * @param unique how long an equal task is refused, at least 1 s
 * @param processAt when the task becomes pending, at once by default
 * @param retention whole seconds a completed task is kept, none by default
 */
public record NewTask(
        String type,
        @Nullable ByteBuffer payload,
        @Nullable String id,
        String queue,
        int maxRetry,
        Duration timeout,
        @Nullable Instant deadline,
        Duration unique,
        @Nullable Instant processAt,
        Duration retention,
        String group,
        Map<String, String> headers) {

    static final int DEFAULT_MAX_RETRY = 25;

    private static final String NO_GROUP = "group key cannot be empty";

    public NewTask {
        if (type.isBlank()) {
            throw new IllegalArgumentException("task typename cannot be empty");
        }
        if (id != null && id.isBlank()) {
            throw new IllegalArgumentException("task ID cannot be empty");
        }
        if (queue.isBlank()) {
            throw new IllegalArgumentException("queue name must contain one or more characters");
        }
        if (!unique.isZero() && unique.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("Unique TTL cannot be less than 1s");
        }
        if (!group.isEmpty() && group.isBlank()) {
            throw new IllegalArgumentException(NO_GROUP);
        }
        maxRetry = Math.max(0, maxRetry);
        headers = Map.copyOf(headers);
    }

    /** Begin a task of a type. */
    public static Builder of(String type) {
        return new Builder(type);
    }

    /** Collects a task's options; the last value of each wins. Not safe for several threads. */
    public static final class Builder {
        private final String type;
        private @Nullable ByteBuffer payload;
        private @Nullable String id;
        private String queue = "default";
        private int maxRetry = DEFAULT_MAX_RETRY;
        private Duration timeout = Duration.ZERO;
        private @Nullable Instant deadline;
        private Duration unique = Duration.ZERO;
        private @Nullable Instant processAt;
        private Duration retention = Duration.ZERO;
        private String group = "";
        private final Map<String, String> headers = new TreeMap<>();

        private Builder(String type) {
            this.type = type;
        }

        public Builder payload(byte... bytes) {
            return payload(ByteBuffer.wrap(bytes));
        }

        /** Set the payload; the buffer is shared until the task is enqueued. */
        public Builder payload(@Nullable ByteBuffer bytes) {
            payload = bytes;
            return this;
        }

        public Builder id(String value) {
            id = value;
            return this;
        }

        public Builder queue(String value) {
            queue = value;
            return this;
        }

        public Builder maxRetry(int value) {
            maxRetry = value;
            return this;
        }

        public Builder timeout(Duration value) {
            timeout = value;
            return this;
        }

        public Builder deadline(Instant value) {
            deadline = value;
            return this;
        }

        public Builder unique(Duration value) {
            unique = value;
            return this;
        }

        public Builder processAt(Instant value) {
            processAt = value;
            return this;
        }

        public Builder retention(Duration value) {
            retention = value;
            return this;
        }

        public Builder group(String value) {
            if (value.isBlank()) {
                throw new IllegalArgumentException(NO_GROUP);
            }
            group = value;
            return this;
        }

        public Builder header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        /** Return the finished task; throws {@link IllegalArgumentException} with asynq's texts. */
        public NewTask build() {
            return new NewTask(
                    type, payload, id, queue, maxRetry, timeout, deadline, unique, processAt, retention, group,
                    headers);
        }
    }
}
