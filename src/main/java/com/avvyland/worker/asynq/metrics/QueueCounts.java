// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.metrics;

import com.avvyland.worker.asynq.inspect.QueueInfo;
import com.avvyland.worker.asynq.redis.RedisFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts all queues, once for all meters of a scrape. Safe for several threads; one looks, the others wait for it.
 *
 * <p>While Redis does not answer, a look costs one failed call and the queues are unknown.
 */
public final class QueueCounts {

    private static final Logger LOG = LoggerFactory.getLogger(QueueCounts.class);

    /** Shorter than any scrape interval, longer than a scrape takes. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** A look is two calls a queue; who may enqueue may also make up queue names. */
    private static final int MOST_QUEUES = 1_000;

    private final Source source;
    private final InstantSource clock;
    private @Nullable Instant looked;
    private Map<String, Counted> counted = Map.of();
    private boolean up;

    public QueueCounts(Source source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Answers from Redis; throws {@link RedisFailure} when it does not. */
    public interface Source {

        /** List the queues that a client has ever used. */
        List<String> queues();

        /** Count a queue. */
        QueueInfo queue(String queue);

        /** Estimate the bytes a queue takes in Redis. */
        long memoryUsage(String queue);
    }

    /**
     * Holds what is known of a queue.
     *
     * @param bytes approximate
     */
    public record Counted(QueueInfo info, long bytes) {}

    /**
     * Holds one look.
     *
     * @param up false when Redis did not answer
     * @param queues by name; empty when Redis did not answer
     */
    public record Look(boolean up, Map<String, Counted> queues) {}

    /** Return the last look, or a new one when that is older than a second. */
    public synchronized Look look() {
        Instant now = clock.instant();
        if (looked == null || !now.isBefore(looked.plus(FRESH)) || now.isBefore(looked)) {
            ask();
            looked = Objects.requireNonNull(clock.instant());
        }
        return new Look(up, counted);
    }

    private void ask() {
        try {
            Map<String, Counted> found = new TreeMap<>();
            for (String queue : source.queues().stream().limit(MOST_QUEUES).toList()) {
                found.put(queue, new Counted(source.queue(queue), source.memoryUsage(queue)));
            }
            counted = Map.copyOf(found);
            up = true;
        } catch (RuntimeException e) {
            // The scrape must go on, and the meter "up" tells.
            LOG.debug("queues: not counted", e);
            counted = Map.of();
            up = false;
        }
    }
}
