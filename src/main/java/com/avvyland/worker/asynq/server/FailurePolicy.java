// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import java.util.function.Predicate;

/**
 * Decides what a failure costs.
 *
 * @param delay how long the task waits for its retry
 * @param counts false for a failure that uses up no retry and is not counted as failed
 * @param crashLimit how often a task's worker may be lost before the task is archived, below that it uses up no retry; 0
 *     for asynq's way, where it is a failure as any other
 */
public record FailurePolicy(RetryDelay delay, Predicate<Throwable> counts, int crashLimit) {

    /** Once may be the machine, twice an update that went wrong; asynq has no such number. */
    public static final int CRASHES = 3;

    public FailurePolicy {
        if (crashLimit < 0) {
            throw new IllegalArgumentException("crashLimit: " + crashLimit + " (expected: 0 or more)");
        }
    }

    /** Make a policy with the crash limit of 3. */
    public FailurePolicy(RetryDelay delay, Predicate<Throwable> counts) {
        this(delay, counts, CRASHES);
    }

    /** Return asynq's defaults: every failure counts, a crash too. */
    public static FailurePolicy asynq() {
        return new FailurePolicy(RetryDelay.ASYNQ, _ -> true, 0);
    }
}
