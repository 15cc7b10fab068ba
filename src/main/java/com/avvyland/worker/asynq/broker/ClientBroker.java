// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.broker;

import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.Reply;
import com.avvyland.worker.asynq.redis.Script;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Stores new tasks. Safe for several threads. */
public final class ClientBroker {

    /** How long a queue counts as announced: a queue that someone deleted becomes visible again after this. */
    private static final Duration ANNOUNCED = Duration.ofMinutes(1);

    private static final Script ENQUEUE = Script.named("enqueue");
    private static final Script SCHEDULE = Script.named("schedule");
    private static final Script ADD_TO_GROUP = Script.named("add_to_group");

    private final Redis redis;
    private final InstantSource clock;
    private final ConcurrentMap<String, Announcement> announced = new ConcurrentHashMap<>();

    public ClientBroker(Redis redis, InstantSource clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** Tells what became of a new task. */
    public enum Stored {
        STORED,
        ID_EXISTS,
        LOCK_HELD
    }

    /** Make the task pending now; zero {@code lock} when it is not unique. */
    public CompletableFuture<Stored> enqueue(TaskMessage task, Duration lock) {
        Keys keys = new Keys(task.getQueue());
        Call.Builder call = Call.script(ENQUEUE).key(keys.task(task.getId())).key(keys.pending());
        locked(call, task).arg(task.getId()).arg(task.toByteArray()).arg(UpkeepBroker.nanos(clock.instant()));
        return store(task, call, lock);
    }

    /** Make the task pending at a later time. */
    public CompletableFuture<Stored> schedule(TaskMessage task, Instant at, Duration lock) {
        Keys keys = new Keys(task.getQueue());
        Call.Builder call = Call.script(SCHEDULE).key(keys.task(task.getId())).key(keys.scheduled());
        locked(call, task).arg(task.getId()).arg(task.toByteArray()).arg(at.getEpochSecond());
        return store(task, call, lock);
    }

    /** Put the task into its group. */
    public CompletableFuture<Stored> addToGroup(TaskMessage task, Duration lock) {
        Keys keys = new Keys(task.getQueue());
        Call.Builder call = Call.script(ADD_TO_GROUP)
                .key(keys.task(task.getId()))
                .key(keys.group(task.getGroupKey()))
                .key(keys.groups());
        locked(call, task)
                .arg(task.getId())
                .arg(task.toByteArray())
                .arg(clock.instant().getEpochSecond())
                .arg(task.getGroupKey());
        return store(task, call, lock);
    }

    private static Call.Builder locked(Call.Builder call, TaskMessage task) {
        return task.getUniqueKey().isEmpty() ? call : call.key(task.getUniqueKey());
    }

    private CompletableFuture<Stored> store(TaskMessage task, Call.Builder call, Duration lock) {
        if (!task.getUniqueKey().isEmpty()) {
            call.arg(lock.toSeconds());
        }
        return announce(task.getQueue())
                .thenCompose(_ -> redis.send(call.build()))
                .thenApply(reply -> switch ((int) new Reply(reply).number()) {
                    case 1 -> Stored.STORED;
                    case 0 -> Stored.ID_EXISTS;
                    default -> Stored.LOCK_HELD;
                });
    }

    /** Many tasks sent at once to a new queue announce it once. */
    private CompletableFuture<?> announce(String queue) {
        Instant now = clock.instant();
        return announced
                .compute(
                        queue,
                        (_, last) -> last != null && last.holds(now)
                                ? last
                                : new Announcement(
                                        now,
                                        redis.send(Call.command("SADD")
                                                .key(Keys.QUEUES)
                                                .arg(queue)
                                                .build())))
                .reply();
    }

    private record Announcement(Instant at, CompletableFuture<?> reply) {

        private boolean holds(Instant now) {
            return now.isBefore(at.plus(ANNOUNCED)) && !reply.isCompletedExceptionally();
        }
    }
}
