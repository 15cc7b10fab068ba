// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import com.avvyland.worker.asynq.broker.Keys;
import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.QueueInfo;
import com.avvyland.worker.asynq.inspect.ServerState;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisFailure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Counts the queues of this worker; its scripts run on the way, so their right is seen too. */
final class QueueChecks {

    /** Orphans that are counted; more say the same. */
    private static final int MOST = 1000;

    private final Redis redis;
    private final InstantSource clock;
    private final Inspector inspector;

    QueueChecks(Redis redis, InstantSource clock) {
        this.redis = redis;
        this.clock = clock;
        this.inspector = new Inspector(redis, clock);
    }

    List<Check> of(Set<String> queues) {
        List<Check> checks = new ArrayList<>();
        try {
            List<ServerState> servers = inspector.servers().servers();
            for (String queue : queues) {
                long consumers = servers.stream()
                        .filter(server -> server.info().getQueuesMap().containsKey(queue))
                        .count();
                checks.add(of(inspector.queue(queue), orphans(queue), consumers));
            }
        } catch (RedisFailure refused) {
            checks.add(Check.fail(
                    "redis-queues",
                    "%s (expected: the user of docs/asynq.md#least-privilege)".formatted(refused.getMessage())));
        }
        return checks;
    }

    static Check of(QueueInfo queue, long orphans, long consumers) {
        String name = "queue:" + queue.queue();
        String seen = "%d pending, %d active, %d retry, %d archived; %d workers"
                .formatted(queue.pending(), queue.active(), queue.retry(), queue.archived(), consumers);
        if (orphans > 0) {
            return Check.warn(
                    name,
                    "%s; %d orphans of dead workers (expected: none; any worker that runs takes them back within a minute)"
                            .formatted(seen, orphans));
        }
        if (queue.paused()) {
            return Check.warn(name, seen + "; paused (expected: asynq queue unpause)");
        }
        return Check.ok(name, seen);
    }

    /** Tasks whose worker has not renewed its lease. */
    private long orphans(String queue) {
        return redis.call(Call.command("ZRANGEBYSCORE")
                        .key(new Keys(queue).lease())
                        .arg("-inf")
                        .arg(clock.instant().getEpochSecond())
                        .arg("LIMIT")
                        .arg(0)
                        .arg(MOST)
                        .build())
                .list()
                .size();
    }
}
