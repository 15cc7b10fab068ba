// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import java.util.concurrent.CompletableFuture;

/**
 * Writes the result of a task while it runs, as Go's {@code ResultWriter} does. Safe for several threads.
 *
 * <p>Inspectors see what was written last. It stays when the task is retried, archived or put back, and when it completes
 * without a {@link AsynqConstants#RESULT}; a task without a retention takes it along when it ends.
 */
public interface ResultWriter {

    /** Name of the exchange property that holds the writer of the exchange's task. */
    String PROPERTY = "CamelAsynqResultWriter";

    /** Return the task's id. */
    String taskId();

    /**
     * Tell whether the task is still this attempt's, by the local clock: not once its outcome is decided, nor when less
     * than a sixth of its lease is left. What a route does outside of Redis can't be undone by the lease, so it asks first.
     */
    boolean held();

    /**
     * Send a result to Redis, in place of the one before. Never blocks and never throws; writes of one task arrive in
     * their order.
     *
     * @param result not copied, so not to be changed until the answer is there
     * @return true when Redis has it; false when the attempt has ended or the task is another worker's, and nothing was
     *     written; a {@code RedisFailure} when nobody knows
     */
    CompletableFuture<Boolean> write(byte[] result);
}
