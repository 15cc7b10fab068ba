// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.metrics;

import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.QueueInfo;
import java.util.List;

/** Answers from an inspector. */
public record InspectedQueues(Inspector inspector) implements QueueCounts.Source {

    @Override
    public List<String> queues() {
        return inspector.queues();
    }

    @Override
    public QueueInfo queue(String queue) {
        return inspector.queue(queue);
    }

    @Override
    public long memoryUsage(String queue) {
        return inspector.memoryUsage(queue);
    }
}
