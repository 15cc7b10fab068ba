// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs at most one line in 3 s for all of a server's trouble with Redis. Safe for several threads. */
final class QuietLog {

    private static final Logger LOG = LoggerFactory.getLogger(QuietLog.class);
    private static final long PAUSE = Duration.ofSeconds(3).toNanos();

    private final LongSupplier nanos;
    private boolean spoken;
    private long last;
    private int kept;

    QuietLog(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void warn(String what, Throwable error) {
        warn(what, String.valueOf(error.getMessage()));
    }

    synchronized void warn(String what, String text) {
        long now = nanos.getAsLong();
        if (spoken && now - last < PAUSE) {
            kept++;
            return;
        }
        LOG.warn("asynq {}: {} ({} more such lines kept back)", what, text, kept);
        spoken = true;
        last = now;
        kept = 0;
    }
}
