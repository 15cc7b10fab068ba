// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import java.time.Duration;

/**
 * Counts a queue at one moment.
 *
 * @param latency how long the task that is next has waited
 * @param processedToday attempts that ended on this UTC day, failed ones too
 */
public record QueueInfo(
        String queue,
        long pending,
        long active,
        long scheduled,
        long retry,
        long archived,
        long completed,
        long aggregating,
        long groups,
        long processedToday,
        long failedToday,
        long processed,
        long failed,
        boolean paused,
        Duration latency) {

    /** Return how many tasks the queue holds. */
    public long size() {
        return pending + active + scheduled + retry + archived + completed + aggregating;
    }
}
