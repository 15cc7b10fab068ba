// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.asynq.ResultWriter;
import org.apache.camel.ExchangeProperty;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a worker that was frozen from answering for a task that another one has: the station {@code leaseCheck}. Stateless.
 *
 * <p>What a process does right after it wakes comes before anything in it that watches over leases. Between this check
 * and the receiver nothing can be checked; that callback has the bytes and the key of the other worker's.
 */
public final class LeaseCheck {

    /**
     * Return while the task is ours.
     *
     * @param task absent where the routes run without a queue
     * @throws LeaseOverException when it may be another worker's
     */
    public void check(@ExchangeProperty(ResultWriter.PROPERTY) @Nullable ResultWriter task) {
        if (task != null && !task.held()) {
            throw new LeaseOverException();
        }
    }
}
