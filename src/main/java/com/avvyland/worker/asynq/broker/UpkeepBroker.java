// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.broker;

import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.Reply;
import com.avvyland.worker.asynq.redis.Script;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Moves what no worker holds: due tasks, ended leases, old results. Safe for several threads and several servers. */
public final class UpkeepBroker {

    /** Tasks a script handles at once, so that none blocks Redis; asynq's number. */
    static final int BATCH = 100;

    private static final Script FORWARD = Script.named("forward");
    private static final Script RECOVER = Script.named("recover");
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

    /**
     * Holds a task whose lease is over and that was left where it is.
     *
     * @param lease when its lease ended, as Redis writes it
     * @param crashes how often its worker was lost, this time included
     */
    public record Abandoned(String id, String lease, int crashes) {}

    /**
     * Holds what became of up to 100 tasks whose lease is over.
     *
     * @param requeued how many were given back
     * @param swept how many entries were of no task
     * @param left those for the caller to settle
     */
    public record Recovery(int requeued, int swept, List<Abandoned> left) {}

    /**
     * Give back up to 100 tasks whose lease is over, to be next in their queue; a crash is counted, no retry is spent.
     *
     * @param grace how long a lease must be over by Redis' clock, rounded up to seconds
     * @param crashLimit crashes with which a task is left for the caller, 0 to leave all
     */
    public Recovery recover(String queue, Duration grace, int crashLimit) {
        Keys keys = new Keys(queue);
        List<?> reply = redis.call(Call.script(RECOVER)
                        .key(keys.lease())
                        .key(keys.active())
                        .key(keys.pending())
                        .arg(grace.plusMillis(999).toSeconds())
                        .arg(keys.taskPrefix())
                        .arg(BATCH)
                        .arg(crashLimit)
                        .build())
                .list();
        List<Abandoned> left = new ArrayList<>();
        for (int i = 2; i + 2 < reply.size(); i += 3) {
            left.add(new Abandoned(
                    Reply.text(reply.get(i)), Reply.text(reply.get(i + 1)), (int) Reply.number(reply.get(i + 2))));
        }
        return new Recovery((int) Reply.number(reply.get(0)), (int) Reply.number(reply.get(1)), left);
    }

    /**
     * Settle a task that a recovery left, unless its lease was extended or someone else was at it since.
     *
     * @param lease when its lease ended, as the recovery told
     * @return whether it was settled
     */
    public boolean settle(Settlement settlement, String lease) {
        return redis.call(SettleCalls.abandoned(settlement, clock.instant(), lease))
                        .number()
                == 1;
    }

    /**
     * Make active list and lease set agree; return how many entries were wrong.
     *
     * @param lease how long the new lease of a task without one is
     */
    public int repair(String queue, Duration lease) {
        Keys keys = new Keys(queue);
        return (int) redis.call(Call.script(REPAIR)
                        .key(keys.active())
                        .key(keys.lease())
                        .arg(lease.toSeconds())
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
