// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.chaos;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Says how large a storm is, by system properties {@code chaos.tasks}, {@code chaos.seed}, {@code chaos.workers} and
 * {@code chaos.kill-every} (seconds). What is random is drawn from the seed; what the machine does between is not replayed.
 */
record StormSettings(long seed, int tasks, int workers, Duration killEvery, Duration patience) {

    static StormSettings ofProperties() {
        int tasks = Integer.getInteger("chaos.tasks", 200);
        return new StormSettings(
                Long.getLong("chaos.seed", ThreadLocalRandom.current().nextLong(1_000_000)),
                tasks,
                Integer.getInteger("chaos.workers", 3),
                Duration.ofSeconds(Integer.getInteger("chaos.kill-every", 5)),
                // Three seconds a task: a worker that starts again takes as long as several of its tasks.
                Duration.ofSeconds(120 + 3L * tasks));
    }
}
