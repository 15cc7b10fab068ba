// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import com.avvyland.worker.asynq.proto.TaskMessage;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Chooses how long a failed task waits. */
@FunctionalInterface
public interface RetryDelay {

    /** asynq's own: n⁴ + 15 + random(0..29)·(n+1) seconds, n failures counted before this one. */
    RetryDelay ASYNQ = (retried, _, _) -> Duration.ofSeconds(
            (long) Math.pow(retried, 4) + 15 + ThreadLocalRandom.current().nextInt(30) * (retried + 1L));

    /**
     * Return the wait.
     *
     * @param retried failures counted before this one
     */
    Duration after(int retried, Throwable error, TaskMessage task);
}
