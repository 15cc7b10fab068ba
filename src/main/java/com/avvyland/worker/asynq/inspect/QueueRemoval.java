// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import com.avvyland.worker.asynq.broker.Keys;
import com.avvyland.worker.asynq.inspect.InspectException.Reason;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.Reply;
import com.avvyland.worker.asynq.redis.Script;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Removes one queue in steps so small that none blocks Redis. */
final class QueueRemoval {

    /** Times that tasks which came in meanwhile are deleted too. */
    private static final int ROUNDS = 10;

    /** asynq keeps a day's counters for 90 days; another server's clock may be a day ahead. */
    private static final int COUNTER_DAYS = 91;

    private static final Script BEGIN = Script.named("remove_begin");
    private static final Script END = Script.named("remove_end");

    private final Redis redis;
    private final InstantSource clock;
    private final TaskMover moves;
    private final Keys keys;

    QueueRemoval(Redis redis, InstantSource clock, TaskMover moves, Keys keys) {
        this.redis = redis;
        this.clock = clock;
        this.moves = moves;
        this.keys = keys;
    }

    void remove(boolean force) {
        switch ((int) begin(force)) {
            case -1 -> throw notEmpty();
            case -2 -> throw new InspectException(Reason.QUEUE_IN_USE, "cannot remove queue with active tasks");
            default -> {}
        }
        for (int round = 0; round < ROUNDS; round++) {
            deleteTasks();
            if (end() == 1) {
                redis.call(
                        Call.command("SREM").key(Keys.QUEUES).arg(keys.queue()).build());
                return;
            }
        }
        throw notEmpty();
    }

    private InspectException notEmpty() {
        return new InspectException(Reason.QUEUE_NOT_EMPTY, "queue is not empty: queue=" + GoText.quoted(keys.queue()));
    }

    private long begin(boolean force) {
        Call.Builder call = Call.script(BEGIN)
                .key(keys.paused())
                .key(keys.active())
                .key(keys.pending())
                .key(keys.groups());
        sets().forEach(call::key);
        return redis.call(call.arg(clock.instant().getEpochSecond())
                        .arg(force ? 1 : 0)
                        .arg(keys.groupPrefix())
                        .build())
                .number();
    }

    private Stream<String> sets() {
        return Stream.of(keys.scheduled(), keys.retry(), keys.archived(), keys.completed(), keys.aggregationSets());
    }

    private void deleteTasks() {
        for (TaskState state : TaskState.values()) {
            if (state != TaskState.ACTIVE && state != TaskState.AGGREGATING) {
                moves.deleteFrom(keys, state.word());
            }
        }
        for (String group : texts(Call.command("SMEMBERS").key(keys.groups()).build())) {
            moves.deleteFrom(keys, "g:" + group);
        }
        for (String set : texts(Call.command("ZRANGE")
                .key(keys.aggregationSets())
                .arg(0)
                .arg(-1)
                .build())) {
            if (set.startsWith(keys.groupPrefix())) {
                moves.deleteFrom(keys, set.substring(keys.prefix().length()));
            }
            redis.call(Call.command("ZREM").key(keys.aggregationSets()).arg(set).build());
        }
    }

    private List<String> texts(Call call) {
        return redis.call(call).list().stream().map(Reply::text).toList();
    }

    private long end() {
        Call.Builder call = Call.script(END).key(keys.active()).key(keys.pending());
        sets().forEach(call::key);
        call.key(keys.groups())
                .key(keys.lease())
                .key(keys.paused())
                .key(keys.processed())
                .key(keys.failed());
        Instant tomorrow = clock.instant().plus(Duration.ofDays(1));
        for (int i = 0; i <= COUNTER_DAYS; i++) {
            Instant day = tomorrow.minus(Duration.ofDays(i));
            call.key(keys.processed(day)).key(keys.failed(day));
        }
        return redis.call(call.arg(keys.groupPrefix()).build()).number();
    }
}
