// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.schedule;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a scheduler's entries as a source says: asked again and again, only what changed is changed. */
public final class PeriodicTasks implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PeriodicTasks.class);

    /** asynq's interval. */
    public static final Duration INTERVAL = Duration.ofMinutes(3);

    /** Names the periodic tasks there should be. */
    @FunctionalInterface
    public interface Source {
        /** Return all of them; what it throws leaves the entries as they are. */
        Collection<PeriodicTask> read() throws Exception;
    }

    private final Scheduler scheduler;
    private final Source source;
    private final Duration interval;
    private final Set<String> ours = new HashSet<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("asynq-periodic-tasks").factory());

    /** Make one; nothing is read before {@link #start}. The scheduler stays its owner's to start and close. */
    public PeriodicTasks(Scheduler scheduler, Source source, Duration interval) {
        this.scheduler = scheduler;
        this.source = source;
        this.interval = interval;
    }

    /** Read the source once, throwing what it throws, then again at every interval. */
    public void start() throws Exception {
        sync();
        timer.scheduleWithFixedDelay(this::trySync, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void trySync() {
        try {
            sync();
        } catch (Exception e) {
            LOG.warn("asynq periodic tasks: kept as they are: {}", e.toString());
        }
    }

    /** Register what is new and unregister what is gone; entries others registered stay. */
    synchronized void sync() throws Exception {
        Set<String> named = new HashSet<>();
        for (PeriodicTask periodic : List.copyOf(source.read())) {
            named.add(scheduler.register(periodic));
        }
        for (String id : Set.copyOf(ours)) {
            if (!named.contains(id)) {
                scheduler.unregister(id);
            }
        }
        ours.clear();
        ours.addAll(named);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
