// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.broker;

import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.Reply;
import com.avvyland.worker.asynq.redis.Script;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Moves what no worker holds: due tasks, ended leases, old results. Safe for several threads and several servers. */
public final class UpkeepBroker {

    /** Tasks a script handles at once, so that none blocks Redis; asynq's number. */
    static final int BATCH = 100;

    private static final Script FORWARD = Script.named("forward");
    private static final Script EXPIRED = Script.named("expired");
    private static final Script REPAIR = Script.named("repair");
    private static final Script PURGE = Script.named("purge");

    private final Redis redis;
    private final InstantSource clock;

    public UpkeepBroker(Redis redis, InstantSource clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** Move every scheduled and retried task that is due; return how many. */
    public int forward(String queue) {
        Keys keys = new Keys(queue);
        return forward(keys, keys.scheduled()) + forward(keys, keys.retry());
    }

    private int forward(Keys keys, String source) {
        int moved = 0;
        long batch;
        do {
            Instant now = clock.instant();
            batch = redis.call(Call.script(FORWARD)
                            .key(source)
                            .key(keys.pending())
                            .key(keys.groups())
                            .arg(now.getEpochSecond())
                            .arg(keys.taskPrefix())
                            .arg(nanos(now))
                            .arg(keys.groupPrefix())
                            .arg(BATCH)
                            .build())
                    .number();
            moved += (int) batch;
        } while (batch == BATCH);
        return moved;
    }

    /** List up to 100 tasks whose lease ended at least {@code grace} ago. */
    public List<String> expired(String queue, Duration grace) {
        Keys keys = new Keys(queue);
        return redis
                .call(Call.script(EXPIRED)
                        .key(keys.lease())
                        .key(keys.active())
                        .arg(clock.instant().minus(grace).getEpochSecond())
                        .arg(keys.taskPrefix())
                        .arg(BATCH)
                        .build())
                .list()
                .stream()
                .map(Reply::text)
                .toList();
    }

    /** Make active list and lease set agree; return how many entries were wrong. */
    public int repair(String queue) {
        Keys keys = new Keys(queue);
        return (int) redis.call(Call.script(REPAIR)
                        .key(keys.active())
                        .key(keys.lease())
                        .arg(clock.instant().getEpochSecond())
                        .arg(keys.taskPrefix())
                        .build())
                .number();
    }

    /** Read a task's message, null when it is gone. */
    public byte @Nullable [] message(String queue, String id) {
        return redis.call(Call.command("HGET")
                        .key(new Keys(queue).task(id))
                        .arg("msg")
                        .build())
                .bytes();
    }

    /** Delete completed tasks whose retention ended; return how many. */
    public int purge(String queue, int batch) {
        Keys keys = new Keys(queue);
        return (int) redis.call(Call.script(PURGE)
                        .key(keys.completed())
                        .arg(clock.instant().getEpochSecond())
                        .arg(keys.taskPrefix())
                        .arg(batch)
                        .build())
                .number();
    }

    static long nanos(Instant now) {
        return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }
}
