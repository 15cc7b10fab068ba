// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.broker;

import com.avvyland.worker.asynq.proto.TaskMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says how one attempt at a task ends in Redis. */
public sealed interface Settlement {

    /** Return the task as it was dequeued. */
    TaskMessage task();

    /** Delete the task: it succeeded and is not kept, or it was revoked. */
    record Done(TaskMessage task) implements Settlement {}

    /** Keep the task, and its result if any, as completed for its retention. */
    record Complete(TaskMessage task, byte @Nullable [] result) implements Settlement {}

    /**
     * Try again later.
     *
     * @param counts false leaves the retry count and the counters alone
     */
    record Retry(TaskMessage task, String error, Instant at, boolean counts) implements Settlement {}

    /** Keep the task as failed for good. */
    record Archive(TaskMessage task, String error) implements Settlement {}

    /** Give the task back, to be next in its queue, without a trace. */
    record Requeue(TaskMessage task) implements Settlement {}
}
