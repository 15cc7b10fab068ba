// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Repeats one small job on a thread of its own until it is stopped; a failure is logged and the next turn comes. */
final class Periodic implements AutoCloseable {

    /** Does the job once. */
    @FunctionalInterface
    interface Job {
        void run() throws InterruptedException;
    }

    private final Thread thread;
    private volatile boolean stopped;

    private Periodic(String name, Duration interval, Job job, QuietLog log) {
        this.thread =
                Thread.ofPlatform().name("asynq-" + name).daemon().unstarted(() -> loop(name, interval, job, log));
    }

    /** Start with a first turn at once. */
    static Periodic start(String name, Duration interval, Job job, QuietLog log) {
        Periodic periodic = new Periodic(name, interval, job, log);
        periodic.thread.start();
        return periodic;
    }

    private void loop(String name, Duration interval, Job job, QuietLog log) {
        while (!stopped) {
            try {
                job.run();
            } catch (InterruptedException _) {
                continue;
            } catch (Exception | OutOfMemoryError e) {
                // An actor that ends silently, a lease keeper above all, costs more than one that fails again.
                log.warn(name, e);
            }
            try {
                Thread.sleep(jittered(interval));
            } catch (InterruptedException _) {
                // Only close() interrupts; the flag ends the loop.
            }
        }
    }

    /** Servers that started together must not hit Redis together for ever. */
    private static Duration jittered(Duration interval) {
        long millis = Math.max(1, interval.toMillis());
        return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 10 + 1));
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
