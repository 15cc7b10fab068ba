// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Stops tasks that are past their deadline or no longer ours.
 *
 * <p>A stopped handler is interrupted and may still say how it ended; after a grace its task is settled without it. Its
 * slot stays taken until it is really through, so the concurrency holds.
 */
final class Watchdog {

    private final InFlight inFlight;
    private final InstantSource clock;
    private final Duration grace;
    private final Map<Delivery, Instant> stopping = new WeakHashMap<>();

    Watchdog(InFlight inFlight, InstantSource clock, Duration grace) {
        this.inFlight = inFlight;
        this.clock = clock;
        this.grace = grace;
    }

    void look() {
        Instant now = clock.instant();
        for (Delivery delivery : inFlight.all()) {
            if (delivery.isSettled()) {
                continue;
            }
            if (!delivery.lease().valid()) {
                delivery.abandon();
                inFlight.remove(delivery);
            } else if (!now.isBefore(delivery.deadline())) {
                delivery.askToStop(StopCause.DEADLINE);
            }
            StopCause cause = delivery.stopCause();
            if (cause != null
                    && !now.isBefore(
                            stopping.computeIfAbsent(delivery, _ -> now).plus(grace))) {
                delivery.giveUp(cause);
            }
        }
    }
}
