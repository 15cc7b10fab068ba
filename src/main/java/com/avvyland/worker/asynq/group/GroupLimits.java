// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.group;

import java.time.Duration;

/**
 * Says when a group is aggregated; whichever comes first. Times count in whole seconds.
 *
 * @param grace how long no task must have joined, at least 1 s
 * @param maxDelay how long the oldest task waits at most, zero for as long as others join
 * @param maxSize tasks at which it happens at once and the most in one set, 0 for no such size
 */
public record GroupLimits(Duration grace, Duration maxDelay, int maxSize) {

    public GroupLimits {
        if (grace.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("groupGracePeriod: " + grace + " (expected: 1 s or more)");
        }
        if (maxDelay.isNegative() || (!maxDelay.isZero() && maxDelay.toSeconds() < 1)) {
            throw new IllegalArgumentException("groupMaxDelay: " + maxDelay + " (expected: 0 or 1 s or more)");
        }
        if (maxSize < 0) {
            throw new IllegalArgumentException("groupMaxSize: " + maxSize + " (expected: 0 or more)");
        }
    }

    /** Return asynq's defaults: a minute's grace, no other limit. */
    public static GroupLimits asynq() {
        return new GroupLimits(Duration.ofMinutes(1), Duration.ZERO, 0);
    }
}
