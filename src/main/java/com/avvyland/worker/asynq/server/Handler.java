// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

/** Runs one task. */
@FunctionalInterface
public interface Handler {

    /**
     * Run the task and call {@link Delivery#succeed} or {@link Delivery#fail} once, now or later on any thread.
     *
     * <p>An exception thrown from here counts as a failure. The calling thread is interrupted when the task is to stop.
     */
    void handle(Delivery delivery) throws Exception;
}
