// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import com.avvyland.worker.asynq.RevokeTaskException;
import com.avvyland.worker.asynq.SkipRetryException;
import com.avvyland.worker.asynq.UncountedFailureException;
import com.avvyland.worker.asynq.broker.Settlement;
import com.avvyland.worker.asynq.proto.TaskMessage;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the outcome of an attempt into the move it means in Redis, by asynq's rules. */
final class Verdict {

    private Verdict() {}

    static Settlement of(TaskMessage task, Outcome outcome, FailurePolicy policy, Instant now) {
        return switch (outcome) {
            case Outcome.Returned _ -> new Settlement.Requeue(task);
            case Outcome.Success(byte[] result) ->
                task.getRetention() > 0 ? new Settlement.Complete(task, result) : new Settlement.Done(task);
            case Outcome.Failure(Throwable error) -> failure(task, error, policy, now);
        };
    }

    private static Settlement failure(TaskMessage task, Throwable error, FailurePolicy policy, Instant now) {
        if (has(error, RevokeTaskException.class)) {
            return new Settlement.Done(task);
        }
        String text = text(error);
        if (has(error, SkipRetryException.class) || task.getRetried() >= task.getRetry()) {
            return new Settlement.Archive(task, text);
        }
        Instant at = now.plus(policy.delay().after(task.getRetried(), error, task));
        return new Settlement.Retry(
                task,
                text,
                at,
                !has(error, UncountedFailureException.class) && policy.counts().test(error));
    }

    /** Tell whether the error itself says what becomes of the task. */
    static boolean decided(Throwable error) {
        return has(error, SkipRetryException.class)
                || has(error, RevokeTaskException.class)
                || has(error, UncountedFailureException.class);
    }

    private static boolean has(Throwable error, Class<? extends Throwable> type) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (@Nullable Throwable e = error; e != null && seen.add(e); e = e.getCause()) {
            if (type.isInstance(e)) {
                return true;
            }
        }
        return false;
    }

    private static String text(Throwable error) {
        String message = error.getMessage();
        return message == null || message.isBlank() ? error.getClass().getName() : message;
    }
}
