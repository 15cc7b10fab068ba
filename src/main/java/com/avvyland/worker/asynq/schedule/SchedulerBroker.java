// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.schedule;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.broker.Keys;
import com.avvyland.worker.asynq.proto.SchedulerEnqueueEvent;
import com.avvyland.worker.asynq.proto.SchedulerEntry;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.Script;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Stores the tasks of ticks, and what asynq's tools show of schedulers. Safe for several threads. */
public final class SchedulerBroker {

    /** How long a tick is remembered: longer than any scheduler tries to fire it, clocks being apart included. */
    static final Duration REMEMBERED = Duration.ofHours(2);

    /** asynq keeps that many events, for ever; ours end when nothing was fired this long. */
    private static final int EVENTS = 1_000;

    private static final Duration HISTORY = Duration.ofDays(90);

    private static final Script FIRE = Script.named("fire");
    private static final Script BEAT = Script.named("scheduler_beat");
    private static final Script EVENT = Script.named("scheduler_event");

    private final Redis redis;
    private final InstantSource clock;

    public SchedulerBroker(Redis redis, InstantSource clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** Tells what became of a tick. */
    public enum Fired {
        /** Its task is stored. */
        STORED,
        /** A task with the same id is there; the tick is skipped. */
        ID_EXISTS,
        /** An equal task is there; the tick is skipped. */
        LOCK_HELD,
        /** Another scheduler was first. */
        BY_ANOTHER
    }

    /**
     * Store the task of a tick unless that tick was fired before. Safe to repeat after a failure.
     *
     * @param entryId the same in every scheduler that has the entry
     */
    public Fired fire(String entryId, NewTask task, Instant tick) {
        TaskMessage named = AsynqClient.message(task);
        TaskMessage message = task.id() != null
                ? named
                : named.toBuilder().setId(entryId + ":" + tick.getEpochSecond()).build();
        Instant now = clock.instant();
        Instant at = task.processAt() == null || task.processAt().isBefore(now) ? now : task.processAt();
        boolean later = at.isAfter(now);
        boolean grouped = !later && !task.group().isEmpty();
        boolean unique = !message.getUniqueKey().isEmpty();
        Keys keys = new Keys(task.queue());
        Call.Builder call = Call.script(FIRE)
                .key(keys.task(message.getId()))
                .key(keys.prefix() + "schedule:" + entryId)
                .key(later ? keys.scheduled() : grouped ? keys.group(task.group()) : keys.pending())
                .key(keys.groups());
        if (unique) {
            call.key(message.getUniqueKey());
        }
        call.arg(message.getId())
                .arg(message.toByteArray())
                .arg(tick.getEpochSecond())
                .arg(REMEMBERED.toSeconds())
                .arg(later ? "scheduled" : grouped ? "aggregating" : "pending")
                .arg(later || grouped ? at.getEpochSecond() : nanos(now))
                .arg(grouped ? task.group() : "");
        if (unique) {
            call.arg(Duration.between(now, at.plus(task.unique())).toSeconds());
        }
        redis.call(Call.command("SADD").key(Keys.QUEUES).arg(task.queue()).build());
        return switch ((int) redis.call(call.build()).number()) {
            case 1 -> {
                record(entryId, message.getId());
                yield Fired.STORED;
            }
            case 0 -> Fired.ID_EXISTS;
            case -1 -> Fired.LOCK_HELD;
            default -> Fired.BY_ANOTHER;
        };
    }

    private void record(String entryId, String taskId) {
        Instant now = clock.instant();
        SchedulerEnqueueEvent event = SchedulerEnqueueEvent.newBuilder()
                .setTaskId(taskId)
                .setEnqueueTime(timestamp(now))
                .build();
        redis.call(Call.script(EVENT)
                .key("asynq:scheduler_history:" + entryId)
                .arg(now.getEpochSecond())
                .arg(event.toByteArray())
                .arg(EVENTS)
                .arg(HISTORY.toSeconds())
                .build());
    }

    /** Show the entries of a scheduler for a while. */
    public void beat(String schedulerId, List<SchedulerEntry> entries, Duration life) {
        redis.call(Call.command("ZADD")
                .key(Keys.SCHEDULERS)
                .arg(clock.instant().plus(life).getEpochSecond())
                .arg(key(schedulerId))
                .build());
        Call.Builder beat = Call.script(BEAT).key(key(schedulerId)).arg(Math.max(1, life.toSeconds()));
        entries.forEach(entry -> beat.arg(entry.toByteArray()));
        redis.call(beat.build());
    }

    /** Show them no longer. */
    public void clear(String schedulerId) {
        redis.call(
                Call.command("ZREM").key(Keys.SCHEDULERS).arg(key(schedulerId)).build());
        redis.call(Call.command("DEL").key(key(schedulerId)).build());
    }

    static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    private static String key(String schedulerId) {
        return "asynq:schedulers:{" + schedulerId + "}";
    }

    private static long nanos(Instant now) {
        return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }
}
