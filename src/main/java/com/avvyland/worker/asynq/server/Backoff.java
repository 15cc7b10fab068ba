// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Counts failures in a row and says how long to wait: 50 ms doubled up to 2 s, half of it by chance. One thread. */
final class Backoff {

    private static final long FIRST_MILLIS = 50;

    /** Low enough to be back within 5 s of a cure, high enough to cost nothing in an outage of hours. */
    private static final long MOST_MILLIS = 2_000;

    private int failures;

    Duration next() {
        long most = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(failures, 10));
        failures++;
        return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }

    void reset() {
        failures = 0;
    }
}
