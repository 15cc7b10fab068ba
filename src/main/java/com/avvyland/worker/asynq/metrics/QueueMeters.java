// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.metrics;

import com.avvyland.worker.asynq.metrics.QueueCounts.Counted;
import com.avvyland.worker.asynq.metrics.QueueCounts.Look;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Shows every queue under the names that asynq's own Prometheus collector uses, so that its dashboards work.
 *
 * <p>A queue that is new in Redis is in the scrape after the one that found it. While Redis does not answer, counters
 * keep their last value and everything else is NaN. Bind it to one registry. Safe for several threads.
 */
public final class QueueMeters implements MeterBinder, AutoCloseable {

    private static final Map<String, ToDoubleFunction<Counted>> STATES = Map.of(
            "active", counted -> counted.info().active(),
            "pending", counted -> counted.info().pending(),
            "scheduled", counted -> counted.info().scheduled(),
            "retry", counted -> counted.info().retry(),
            "archived", counted -> counted.info().archived(),
            "completed", counted -> counted.info().completed(),
            "aggregating", counted -> counted.info().aggregating());

    private final QueueCounts counts;
    private final Map<String, List<Meter>> meters = new ConcurrentHashMap<>();
    private final Map<String, Counted> last = new ConcurrentHashMap<>();
    private @Nullable MeterRegistry registry;
    private @Nullable Meter up;

    public QueueMeters(QueueCounts counts) {
        this.counts = counts;
    }

    @Override
    public synchronized void bindTo(MeterRegistry to) {
        registry = to;
        up = Gauge.builder("asynq.redis.up", this, QueueMeters::lookAround)
                .description("1 while Redis answers what the queue metrics ask, else 0")
                .strongReference(true)
                .register(to);
    }

    /** The only meter that is there before any queue is known: its question finds them. */
    private double lookAround() {
        Look look = counts.look();
        if (look.up()) {
            follow(look.queues());
        }
        return look.up() ? 1 : 0;
    }

    private synchronized void follow(Map<String, Counted> queues) {
        if (registry == null) {
            return;
        }
        MeterRegistry to = registry;
        last.putAll(queues);
        queues.keySet().forEach(queue -> meters.computeIfAbsent(queue, name -> register(name, to)));
        meters.keySet().stream()
                .filter(queue -> !queues.containsKey(queue))
                .toList()
                .forEach(queue -> remove(queue, to));
    }

    private void remove(String queue, MeterRegistry from) {
        last.remove(queue);
        List<Meter> gone = meters.remove(queue);
        if (gone != null) {
            gone.forEach(from::remove);
        }
    }

    private double now(String queue, ToDoubleFunction<Counted> of) {
        Counted counted = counts.look().queues().get(queue);
        return counted == null ? Double.NaN : of.applyAsDouble(counted);
    }

    /** A counter that is not a number for one scrape would spoil every rate over that scrape. */
    private double atLeast(String queue, ToDoubleFunction<Counted> of) {
        Counted counted = counts.look().queues().getOrDefault(queue, last.get(queue));
        return counted == null ? Double.NaN : of.applyAsDouble(counted);
    }

    private List<Meter> register(String queue, MeterRegistry to) {
        Tags tags = Tags.of("queue", queue);
        List<Meter> made = new ArrayList<>();
        STATES.forEach((state, of) -> made.add(TotalGauge.register(
                to,
                "asynq.tasks.enqueued",
                tags.and("state", state),
                "Tasks in the queue, by state",
                this,
                meters -> meters.now(queue, of))));
        made.add(TotalGauge.register(
                to,
                "asynq.queue.paused",
                tags,
                "1 while the queue is paused, else 0",
                this,
                meters -> meters.now(queue, counted -> counted.info().paused() ? 1 : 0)));
        made.add(FunctionCounter.builder(
                        "asynq.tasks.processed",
                        this,
                        meters ->
                                meters.atLeast(queue, counted -> counted.info().processed()))
                .tags(tags)
                .description("Attempts that ended, failed ones too")
                .register(to));
        made.add(FunctionCounter.builder(
                        "asynq.tasks.failed",
                        this,
                        meters ->
                                meters.atLeast(queue, counted -> counted.info().failed()))
                .tags(tags)
                .description("Attempts that failed")
                .register(to));
        made.add(Gauge.builder(
                        "asynq.queue.size",
                        this,
                        meters -> meters.now(queue, counted -> counted.info().size()))
                .tags(tags)
                .description("Tasks in the queue, in any state")
                .register(to));
        made.add(Gauge.builder(
                        "asynq.queue.latency",
                        this,
                        meters -> meters.now(
                                queue, counted -> counted.info().latency().toNanos() / 1e9))
                .tags(tags)
                .baseUnit("seconds")
                .description("How long the oldest pending task has waited")
                .register(to));
        made.add(Gauge.builder("asynq.queue.memory.usage.approx", this, meters -> meters.now(queue, Counted::bytes))
                .tags(tags)
                .baseUnit("bytes")
                .description("Memory that the queue takes in Redis, estimated from samples")
                .register(to));
        return made;
    }

    /** Remove the meters. */
    @Override
    public synchronized void close() {
        if (registry == null) {
            return;
        }
        MeterRegistry from = registry;
        meters.keySet().stream().toList().forEach(queue -> remove(queue, from));
        if (up != null) {
            from.remove(up);
        }
        registry = null;
    }
}
