// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.schedule;

import com.avvyland.worker.asynq.proto.SchedulerEntry;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.schedule.SchedulerBroker.Fired;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enqueues periodic tasks at their ticks. Run as many as wanted with the same entries: each tick is fired once.
 *
 * <p>A tick that Redis was away for is fired when it is back, unless a later one is due by then or an hour has passed.
 * Ticks missed while no scheduler ran stay missed. A scheduler written in Go takes no part in this agreement.
 *
 * <p>Start it once, close it once; register and unregister at any time from any thread.
 */
public final class Scheduler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

    /** asynq's beat; an entry lives twice as long. */
    static final Duration BEAT = Duration.ofSeconds(10);

    /** A tick is given up when it could not be fired this long; half the time that others remember it. */
    static final Duration LATE = SchedulerBroker.REMEMBERED.dividedBy(2);

    /** A clock that is set forward is noticed after this long. */
    private static final Duration NAP = Duration.ofSeconds(1);

    /** Redis is asked again no sooner after it failed, so that the log stays short. */
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

    private final SchedulerBroker broker;
    private final ZoneId zone;
    private final InstantSource clock;
    private final String id = host() + ":" + ProcessHandle.current().pid() + ":" + UUID.randomUUID();
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Object lock = new Object();
    private Instant nextBeat = Instant.MIN;
    private boolean closed;
    private @Nullable Thread thread;

    /** Make a scheduler whose cron texts mean UTC unless they name a zone. */
    public Scheduler(Redis redis, InstantSource clock) {
        this(redis, ZoneOffset.UTC, clock);
    }

    /** Make a scheduler; nothing runs before {@link #start}. */
    public Scheduler(Redis redis, ZoneId zone, InstantSource clock) {
        this.broker = new SchedulerBroker(redis, clock);
        this.zone = zone;
        this.clock = clock;
    }

    /** Add an entry and return its id; an equal one is there but once. */
    public String register(PeriodicTask periodic) {
        String entryId = periodic.id();
        synchronized (lock) {
            if (!entries.containsKey(entryId)) {
                entries.put(entryId, new Entry(periodic, zone, clock.instant()));
                nextBeat = Instant.MIN;
                lock.notifyAll();
            }
        }
        return entryId;
    }

    /** Remove an entry; return false when there is none of that id. */
    public boolean unregister(String entryId) {
        synchronized (lock) {
            nextBeat = Instant.MIN;
            lock.notifyAll();
            return entries.remove(entryId) != null;
        }
    }

    /** Return the ids of all entries. */
    public List<String> entryIds() {
        synchronized (lock) {
            return List.copyOf(entries.keySet());
        }
    }

    /** Return the id under which asynq's tools show this scheduler. */
    public String id() {
        return id;
    }

    /** Start firing. */
    public void start() {
        Thread started = Thread.ofPlatform().daemon().name("asynq-scheduler").unstarted(this::loop);
        synchronized (lock) {
            thread = started;
        }
        started.start();
    }

    private void loop() {
        while (true) {
            Duration pause;
            try {
                turn();
                pause = NAP;
            } catch (RuntimeException e) {
                LOG.warn("asynq scheduler: {}", e.getMessage());
                pause = AFTER_TROUBLE;
            }
            synchronized (lock) {
                if (closed) {
                    return;
                }
                try {
                    lock.wait(Math.max(1, pause.equals(NAP) ? untilNext().toMillis() : pause.toMillis()));
                } catch (InterruptedException _) {
                    return;
                }
            }
        }
    }

    private Duration untilNext() {
        Instant now = clock.instant();
        Duration until = NAP;
        for (Entry entry : entries.values()) {
            Instant next = entry.next();
            if (next != null && Duration.between(now, next).compareTo(until) < 0) {
                until = Duration.between(now, next);
            }
        }
        return until;
    }

    /** Fire what is due and show the entries when it is time to, on the calling thread. */
    void turn() {
        List<Entry> all;
        boolean beat;
        Instant now = clock.instant();
        synchronized (lock) {
            all = List.copyOf(entries.values());
            beat = !now.isBefore(nextBeat);
        }
        RuntimeException trouble = null;
        for (Entry entry : all) {
            try {
                fire(entry, now);
            } catch (RuntimeException e) {
                // One entry that can't be stored must not keep the others from their ticks.
                trouble = e;
            }
        }
        if (beat) {
            synchronized (lock) {
                nextBeat = now.plus(BEAT);
            }
            broker.beat(id, all.stream().map(this::shown).toList(), BEAT.multipliedBy(2));
        }
        if (trouble != null) {
            throw trouble;
        }
    }

    private SchedulerEntry shown(Entry entry) {
        synchronized (lock) {
            return entry.shown();
        }
    }

    private void fire(Entry entry, Instant now) {
        Instant tick;
        synchronized (lock) {
            tick = entry.due(now, LATE);
        }
        if (tick == null) {
            return;
        }
        Fired fired = broker.fire(entry.id(), entry.periodic().task(), tick);
        if (fired == Fired.ID_EXISTS || fired == Fired.LOCK_HELD) {
            LOG.info("asynq scheduler: entry {}: tick {} is skipped, its task is still there", entry.id(), tick);
        }
        synchronized (lock) {
            entry.passed(tick);
        }
    }

    /** Stop firing and vanish from asynq's tools. The history stays, for other schedulers share it. */
    @Override
    public void close() {
        Thread running;
        synchronized (lock) {
            closed = true;
            running = thread;
            lock.notifyAll();
        }
        try {
            if (running != null) {
                running.join(Duration.ofSeconds(5));
            }
            broker.clear(id);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("asynq scheduler: {}", e.getMessage());
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "unknown-host";
        }
    }
}
