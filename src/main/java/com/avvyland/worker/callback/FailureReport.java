// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.journal.FinishedResult;
import com.avvyland.worker.journal.RedisTrouble;
import com.avvyland.worker.task.Callback;
import com.avvyland.worker.task.CallbackEncoder;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.Task;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.task.UndecodableTaskException;
import com.avvyland.worker.task.Unfinished;
import java.nio.channels.ClosedByInterruptException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a failed task's receiver is told, and whether the task is tried again instead.
 *
 * <p>A permanent failure is reported at once, a passing one with the last retry. Stateless.
 */
public final class FailureReport {

    private static final Logger LOG = LoggerFactory.getLogger(FailureReport.class);
    private static final int LONGEST = 1000;

    /**
     * Return the failed callback as a result to keep and to deliver, or throw.
     *
     * @param work what there is to show for the task so far; absent for a family that shows nothing, or before it began
     * @param retried how often asynq has retried this task
     * @param maxRetry how often it may
     * @throws ArchivedTaskException when the failure is final and nobody can be told
     * @throws Exception the failure itself, when it can pass and retries are left
     */
    public FinishedResult report(
            @ExchangeProperty("CamelExceptionCaught") Exception caught,
            @Variable("task") @Nullable Task task,
            @Variable("work") @Nullable Unfinished work,
            @Header("CamelAsynqTaskId") String taskId,
            @Header("CamelAsynqTaskType") String taskType,
            @Header("CamelAsynqRetried") int retried,
            @Header("CamelAsynqMaxRetry") int maxRetry)
            throws Exception {
        Exception failure = RedisTrouble.quiet(caught);
        FailureCode code = failure instanceof TaskFailure known ? known.code() : FailureCode.INTERNAL;
        boolean again = !code.permanent() && retried < maxRetry;
        if (again || failure instanceof ArchivedTaskException || interrupted(failure)) {
            throw failure;
        }
        if (code == FailureCode.INTERNAL) {
            LOG.error("task {} of type {} failed", taskId, taskType, failure);
        }
        String message = message(failure);
        String reason = "%s: %s".formatted(code.wireName(), message);
        UndecodableTaskException undecodable = failure instanceof UndecodableTaskException unread ? unread : null;
        String callbackUrl = task != null ? task.callbackUrl() : undecodable != null ? undecodable.callbackUrl() : null;
        Unfinished unfinished = work != null ? work : task != null ? task : undecodable;
        if (callbackUrl == null || unfinished == null) {
            throw new ArchivedTaskException(reason, failure);
        }
        Callback callback = unfinished.failed(taskId, message, code);
        return new FinishedResult(
                taskId, taskType, callbackUrl, CallbackEncoder.encode(callback), code.permanent() ? null : reason);
    }

    /** Tell whether the worker itself is being stopped: then the task has not failed, and the queue gets it back. */
    private static boolean interrupted(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof InterruptedException || cause instanceof ClosedByInterruptException) {
                return true;
            }
        }
        return Thread.currentThread().isInterrupted();
    }

    /** Return what may be told to others: a classified failure's own words, no others. */
    private static String message(Exception failure) {
        String message = failure instanceof TaskFailure ? failure.getMessage() : null;
        if (message == null) {
            return "internal: a fault of the worker (expected: none; its log has the details)";
        }
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "...";
    }
}
