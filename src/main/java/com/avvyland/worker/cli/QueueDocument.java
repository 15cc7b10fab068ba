// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.asynq.inspect.QueueInfo;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** Shows the counts of a queue. */
final class QueueDocument {

    private QueueDocument() {}

    static ObjectNode json(QueueInfo queue) {
        return ReadCommand.object()
                .put("queue", queue.queue())
                .put("paused", queue.paused())
                .put("size", queue.size())
                .put("pending", queue.pending())
                .put("active", queue.active())
                .put("scheduled", queue.scheduled())
                .put("retry", queue.retry())
                .put("archived", queue.archived())
                .put("completed", queue.completed())
                .put("aggregating", queue.aggregating())
                .put("groups", queue.groups())
                .put("latency_ms", queue.latency().toMillis())
                .put("processed_today", queue.processedToday())
                .put("failed_today", queue.failedToday())
                .put("processed", queue.processed())
                .put("failed", queue.failed());
    }

    /** Return a duration as people say it: 850ms, 12s, 5m 3s, 2h 10m, 3d 4h. */
    static String spoken(Duration time) {
        if (time.toSeconds() < 1) {
            return time.toMillis() + "ms";
        }
        if (time.toMinutes() < 1) {
            return time.toSeconds() + "s";
        }
        if (time.toHours() < 1) {
            return "%dm %ds".formatted(time.toMinutes(), time.toSecondsPart());
        }
        return time.toDays() < 1
                ? "%dh %dm".formatted(time.toHours(), time.toMinutesPart())
                : "%dd %dh".formatted(time.toDays(), time.toHoursPart());
    }
}
