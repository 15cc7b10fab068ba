// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import com.avvyland.worker.WorkerPlugin;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.JedisRedis;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisFailure;
import com.avvyland.worker.asynq.redis.RedisLocation;
import com.avvyland.worker.asynq.redis.Reply;
import com.avvyland.worker.config.Config;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at the Redis that holds the queues and the journal.
 *
 * <p>A worker's user need not have INFO or TIME: what it may not ask is a warning, and the rest is looked at all the same.
 */
final class RedisChecks {

    /** How often the way there and back is measured; the median counts. */
    private static final int PINGS = 5;

    /** Beyond it leases, schedules and latencies are wrong by something that people see. */
    private static final Duration SKEW_SEEN = Duration.ofSeconds(1);

    /** A lease of asynq, which its Go workers write by their own clock: running tasks would be taken over. */
    private static final Duration SKEW_WRONG = Duration.ofSeconds(30);

    private final Redis redis;
    private final RedisLocation location;
    private final InstantSource clock;

    private RedisChecks(Redis redis, RedisLocation location, InstantSource clock) {
        this.redis = redis;
        this.location = location;
        this.clock = clock;
    }

    static List<Check> of(Config config) {
        Set<String> queues = new TreeSet<>(List.of(config.queue()));
        if (config.projection().concurrency() > 0) {
            queues.add(config.projection().queue());
        }
        try {
            return of(WorkerPlugin.location(config.redis()), queues, InstantSource.system());
        } catch (IllegalArgumentException unreadable) {
            return List.of(Check.fail("redis", "worker.redis.address: " + unreadable.getMessage()));
        }
    }

    static List<Check> of(RedisLocation location, Set<String> queues, InstantSource clock) {
        try (JedisRedis redis = JedisRedis.connect(location, null, 8)) {
            return new RedisChecks(redis, location, clock).run(queues);
        }
    }

    private List<Check> run(Set<String> queues) {
        List<Check> checks = new ArrayList<>();
        try {
            checks.add(Check.ok("redis", "%s: answers in %.1f ms".formatted(location, roundTrip() / 1e6)));
        } catch (RedisFailure refused) {
            return List.of(Check.fail(
                    "redis",
                    "%s: %s (expected: a Redis at REDIS_ADDRESS that takes REDIS_USERNAME and REDIS_PASSWORD)"
                            .formatted(location, refused.getMessage())));
        }
        checks.addAll(RedisFacts.read(redis, location.layout()).checks());
        checks.add(skew());
        checks.addAll(new RedisRights(redis).checks(queues));
        checks.addAll(new QueueChecks(redis, clock).of(queues));
        return checks;
    }

    private long roundTrip() {
        long[] took = new long[PINGS];
        redis.call(Call.command("PING").build());
        for (int i = 0; i < PINGS; i++) {
            long began = System.nanoTime();
            redis.call(Call.command("PING").build());
            took[i] = System.nanoTime() - began;
        }
        return Arrays.stream(took).sorted().toArray()[PINGS / 2];
    }

    private Check skew() {
        try {
            Instant before = clock.instant();
            var time = redis.call(Call.command("TIME").build()).list();
            Instant after = clock.instant();
            Instant there = Instant.ofEpochSecond(Reply.number(time.get(0)), Reply.number(time.get(1)) * 1000);
            return skew(
                    Duration.between(before.plus(Duration.between(before, after).dividedBy(2)), there));
        } catch (RedisFailure refused) {
            return Check.fail(
                    "redis-clock",
                    "not seen: " + refused.getMessage()
                            + " (expected: +time for this user; leases are by Redis' clock, no task is taken without)");
        }
    }

    static Check skew(Duration skew) {
        String seen = "Redis is %.3f s %s this machine"
                .formatted(skew.abs().toNanos() / 1e9, skew.isNegative() ? "behind" : "ahead of");
        if (skew.abs().compareTo(SKEW_WRONG) > 0) {
            return Check.fail(
                    "redis-clock",
                    seen
                            + " (expected: at most 30 s, a lease of asynq; running tasks of Go workers are taken over otherwise; start NTP)");
        }
        if (skew.abs().compareTo(SKEW_SEEN) > 0) {
            return Check.warn("redis-clock", seen + " (expected: at most 1 s; start NTP on both)");
        }
        return Check.ok("redis-clock", seen);
    }
}
