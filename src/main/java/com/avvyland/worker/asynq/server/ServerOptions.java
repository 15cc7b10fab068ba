// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import java.util.Map;

/**
 * Holds what makes one server differ from another.
 *
 * @param queues priority by queue name, each at least 1
 * @param strict true to leave a queue alone while one of higher priority has tasks
 * @param concurrency most handlers running at once
 * @param push true to be woken by Redis when a task arrives, false to poll only
 */
public record ServerOptions(
        Map<String, Integer> queues,
        boolean strict,
        int concurrency,
        boolean push,
        Intervals intervals,
        FailurePolicy failures) {

    public ServerOptions {
        queues = Map.copyOf(queues);
        if (queues.isEmpty()) {
            throw new IllegalArgumentException("queues: none (expected: at least one name)");
        }
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency: " + concurrency + " (expected: 1 or more)");
        }
    }

    /** Return asynq's defaults for some queues. */
    public static ServerOptions of(Map<String, Integer> queues, int concurrency) {
        return new ServerOptions(queues, false, concurrency, true, Intervals.asynq(), FailurePolicy.asynq());
    }
}
