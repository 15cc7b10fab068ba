// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.schedule;

import com.avvyland.worker.asynq.proto.SchedulerEntry;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds where one periodic task stands. Guarded by its scheduler. */
final class Entry {

    private static final Logger LOG = LoggerFactory.getLogger(Entry.class);

    /** Go's zero time, which its tools show as "never". */
    private static final Timestamp NEVER =
            Timestamp.newBuilder().setSeconds(-62_135_596_800L).build();

    /** Payload bytes shown: the entry is rewritten every beat. */
    private static final int PAYLOAD_SHOWN = 4 << 10;

    private final PeriodicTask periodic;
    private final String id;
    private final ZoneId zone;
    private @Nullable Instant next;
    private @Nullable Instant last;

    Entry(PeriodicTask periodic, ZoneId zone, Instant now) {
        this.periodic = periodic;
        this.id = periodic.id();
        this.zone = zone;
        this.next = periodic.spec().next(now, zone);
    }

    String id() {
        return id;
    }

    PeriodicTask periodic() {
        return periodic;
    }

    /**
     * Return the tick to fire: the latest that is due, for missed ones are not made up for; null when none is.
     *
     * @param late age at which a tick is left out
     */
    @Nullable
    Instant due(Instant now, Duration late) {
        Instant oldest = now.minus(late);
        if (next != null && next.isBefore(oldest)) {
            LOG.warn("asynq scheduler: entry {}: ticks from {} to {} are left out, it is too late", id, next, oldest);
            next = periodic.spec().next(oldest, zone);
        }
        if (next == null || now.isBefore(next)) {
            return null;
        }
        Instant later = periodic.spec().next(next, zone);
        while (later != null && !later.isAfter(now)) {
            next = later;
            later = periodic.spec().next(next, zone);
        }
        return next;
    }

    /** Go on to the tick after the one that was fired. */
    void passed(Instant tick) {
        last = tick;
        next = periodic.spec().next(tick, zone);
    }

    @Nullable
    Instant next() {
        return next;
    }

    SchedulerEntry shown() {
        SchedulerEntry.Builder shown = SchedulerEntry.newBuilder()
                .setId(id)
                .setSpec(periodic.spec().text())
                .setTaskType(periodic.task().type())
                .addAllEnqueueOptions(OptionTexts.of(periodic.task()))
                .setNextEnqueueTime(next == null ? NEVER : SchedulerBroker.timestamp(next))
                .setPrevEnqueueTime(last == null ? NEVER : SchedulerBroker.timestamp(last));
        ByteBuffer payload = periodic.task().payload();
        if (payload != null && payload.remaining() <= PAYLOAD_SHOWN) {
            shown.setTaskPayload(UnsafeByteOperations.unsafeWrap(payload.duplicate()));
        }
        return shown.build();
    }
}
