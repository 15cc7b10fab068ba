// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Knows until when a task is ours, by a clock that never jumps.
 *
 * <p>Counted from before the call that leased or extended it was sent, so it ends here before it ends in Redis. Safe for
 * several threads.
 */
final class Lease {

    private final LongSupplier nanos;
    private final Duration length;
    private volatile long end;

    Lease(LongSupplier nanos, Duration length, long sentAt) {
        this.nanos = nanos;
        this.length = length;
        this.end = sentAt + length.toNanos();
    }

    /** Note an extension that was sent at a time of the same clock. */
    void extended(long sentAt) {
        end = sentAt + length.toNanos();
    }

    /** Tell whether the task is still ours. */
    boolean valid() {
        return nanos.getAsLong() - end < 0;
    }

    /** Tell whether the task will still be ours when a call that is sent now arrives: a sixth of the lease is left. */
    boolean holds() {
        return end - nanos.getAsLong() > length.toNanos() / 6;
    }

    /** Tell whether two thirds or less of the lease are left. */
    boolean ageing() {
        return end - nanos.getAsLong() < length.toNanos() * 2 / 3;
    }
}
