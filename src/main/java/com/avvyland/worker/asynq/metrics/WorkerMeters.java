// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** Shows one consumer: how busy it is, and how long its route takes for each type of task. Safe for several threads. */
public final class WorkerMeters implements AutoCloseable {

    /** Who may enqueue chooses the types, and a registry never forgets a label. */
    private static final int MOST_TYPES = 100;

    private static final int LONGEST_TYPE = 100;
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final String route;
    private final List<Meter> gauges = new ArrayList<>();
    private final Set<String> types = ConcurrentHashMap.newKeySet();
    private final Set<Timer> timers = ConcurrentHashMap.newKeySet();

    /**
     * Register the gauges of a consumer.
     *
     * @param up whether Redis answers the consumer's heartbeat
     */
    public WorkerMeters(
            MeterRegistry registry, String route, IntSupplier running, int concurrency, BooleanSupplier up) {
        this.registry = registry;
        this.route = route;
        gauges.add(Gauge.builder("asynq.worker.running", running::getAsInt)
                .tag("route", route)
                .description("Tasks that run in this consumer")
                .register(registry));
        gauges.add(Gauge.builder("asynq.worker.concurrency", () -> concurrency)
                .tag("route", route)
                .description("Most tasks that run at once in this consumer")
                .register(registry));
        gauges.add(Gauge.builder("asynq.worker.up", () -> up.getAsBoolean() ? 1 : 0)
                .tag("route", route)
                .description("1 while Redis answers this consumer's heartbeat, else 0")
                .register(registry));
    }

    /**
     * Count an attempt.
     *
     * @param type the task's type; of the types after the first hundred the sum is shown as {@code other}
     * @param outcome a word of a small set
     */
    public void ended(String type, String outcome, Duration took) {
        Timer timer = Timer.builder("asynq.worker.handler")
                .tag("route", route)
                .tag("type", bounded(type))
                .tag("outcome", outcome)
                .description("How long the route took for a task")
                .register(registry);
        timers.add(timer);
        timer.record(took);
    }

    private String bounded(String type) {
        if (types.contains(type)) {
            return type;
        }
        boolean room = type.length() <= LONGEST_TYPE && types.size() < MOST_TYPES;
        if (room) {
            types.add(type);
        }
        return room ? type : OTHER;
    }

    /** Remove the meters. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
        timers.forEach(registry::remove);
    }
}
