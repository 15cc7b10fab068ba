// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import java.time.Duration;

/**
 * Holds how often a server does what.
 *
 * @param poll between looks at empty queues when Redis can't wake us; made uneven by half
 * @param forward between looks for due tasks
 * @param heartbeat between beats; the server's entry lives twice as long
 * @param recover between looks for tasks whose worker died
 * @param recoverGrace how long a lease must have been over by Redis' clock, rounded up to seconds; 1 s covers that leases
 *     are whole seconds
 * @param janitor between purges of completed tasks
 * @param lease how long a task is held without an extension
 * @param stopGrace how long a stopped handler may still decide its own outcome
 */
public record Intervals(
        Duration poll,
        Duration forward,
        Duration heartbeat,
        Duration recover,
        Duration recoverGrace,
        Duration janitor,
        Duration lease,
        Duration stopGrace) {

    /** Return asynq's numbers; the stop grace is ours. */
    public static Intervals asynq() {
        return new Intervals(
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(8),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2));
    }
}
