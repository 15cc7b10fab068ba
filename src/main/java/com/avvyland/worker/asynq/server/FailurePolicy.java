// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import java.util.function.Predicate;

/**
 * Decides what a failure costs.
 *
 * @param delay how long the task waits for its retry
 * @param counts false for a failure that uses up no retry and is not counted as failed
 */
public record FailurePolicy(RetryDelay delay, Predicate<Throwable> counts) {

    /** Return asynq's defaults: every failure counts. */
    public static FailurePolicy asynq() {
        return new FailurePolicy(RetryDelay.ASYNQ, _ -> true);
    }
}
