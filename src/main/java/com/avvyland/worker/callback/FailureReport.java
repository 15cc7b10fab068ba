// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.journal.FinishedResult;
import com.avvyland.worker.task.Callback;
import com.avvyland.worker.task.CallbackEncoder;
import com.avvyland.worker.task.FailedCallback;
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
            @ExchangeProperty("CamelExceptionCaught") Exception failure,
            @Variable("task") @Nullable Task task,
            @Variable("work") @Nullable Unfinished work,
            @Header("CamelAsynqTaskId") String taskId,
            @Header("CamelAsynqTaskType") String taskType,
            @Header("CamelAsynqRetried") int retried,
            @Header("CamelAsynqMaxRetry") int maxRetry)
            throws Exception {
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
        Address address = Address.of(task, failure);
        if (address.callbackUrl() == null) {
            throw new ArchivedTaskException(reason, failure);
        }
        Unfinished unfinished = work == null ? task : work;
        Callback callback = unfinished == null
                ? new FailedCallback(address.modelHash(), taskId, "failed", message, code.wireName())
                : unfinished.failed(taskId, message, code);
        return new FinishedResult(
                taskId,
                taskType,
                address.callbackUrl(),
                CallbackEncoder.encode(callback),
                code.permanent() ? null : reason);
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

    /** Says where a failure goes; the contract wants a hash, so an unreadable one is empty text. */
    private record Address(@Nullable String callbackUrl, String modelHash) {

        private static Address of(@Nullable Task task, Exception failure) {
            if (task != null) {
                return new Address(task.callbackUrl(), task.modelHash());
            }
            if (failure instanceof UndecodableTaskException undecodable) {
                String hash = undecodable.modelHash();
                return new Address(undecodable.callbackUrl(), hash == null ? "" : hash);
            }
            return new Address(null, "");
        }
    }
}
