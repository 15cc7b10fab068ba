// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Says what became of one task of a batch. */
public sealed interface EnqueueResult {

    /** Redis has the task. */
    record Stored(EnqueuedTask task) implements EnqueueResult {}

    /** Another task was in the way; nothing was stored. */
    record Refused(EnqueueException error) implements EnqueueResult {}

    /**
     * It was not enqueued, or nobody knows.
     *
     * @param error {@link com.avvyland.worker.asynq.redis.RedisFailure} when it is unknown whether Redis stored it
     *     (passing), anything else when the task could not be described (permanent)
     */
    record Failed(Exception error) implements EnqueueResult {}

    /** Return the result that a future's outcome is. */
    static EnqueueResult of(@Nullable EnqueuedTask task, @Nullable Throwable error) {
        if (task != null) {
            return new Stored(task);
        }
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return switch (cause) {
            case EnqueueException refused -> new Refused(refused);
            case Exception failed -> new Failed(failed);
            case null, default -> new Failed(new IllegalStateException("enqueue: no outcome", cause));
        };
    }
}
