// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import com.avvyland.worker.asynq.broker.Keys;
import com.avvyland.worker.asynq.inspect.InspectException.Reason;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.Reply;
import com.avvyland.worker.asynq.redis.Script;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Moves, changes and cancels tasks by hand. Safe for several threads.
 *
 * <p>Each method that names one task throws an {@link InspectException} when the task is not there, is active, or is
 * there already. Those that name a state move what was in it when they began, 100 tasks a script, and return how many.
 */
public final class TaskMover {

    private static final int BATCH = 100;

    /** asynq trims its archive to 10,000 less one, and to 90 days. */
    private static final int ARCHIVE_SIZE = 9_999;

    private static final Duration ARCHIVE_AGE = Duration.ofDays(90);

    private static final Set<TaskState> RUNNABLE = EnumSet.of(TaskState.SCHEDULED, TaskState.RETRY, TaskState.ARCHIVED);
    private static final Set<TaskState> ARCHIVABLE =
            EnumSet.of(TaskState.PENDING, TaskState.SCHEDULED, TaskState.RETRY);
    private static final Set<TaskState> DELETABLE = EnumSet.of(
            TaskState.PENDING, TaskState.SCHEDULED, TaskState.RETRY, TaskState.ARCHIVED, TaskState.COMPLETED);

    private static final Script MOVE = Script.named("move");

    private final Redis redis;
    private final InstantSource clock;
    private final QueueGate gate;
    private final PayloadUpdate update;

    TaskMover(Redis redis, InstantSource clock, QueueGate gate) {
        this.redis = redis;
        this.clock = clock;
        this.gate = gate;
        this.update = new PayloadUpdate(redis);
    }

    /** Make a task pending now. */
    public void run(String queue, String id) {
        switch ((int) one(queue, id, "run")) {
            case -1 -> throw new InspectException(Reason.TASK_ACTIVE, "asynq: task is already running");
            case -2 -> throw new InspectException(Reason.TASK_ALREADY_THERE, "asynq: task is already in pending state");
            default -> {}
        }
    }

    /** Put a task into the archive; its lock stays. */
    public void archive(String queue, String id) {
        switch ((int) one(queue, id, "archive")) {
            case -1 -> throw active("archive");
            case -2 ->
                throw new InspectException(
                        Reason.TASK_ALREADY_THERE, "asynq: task is already archived: id=" + id + ", queue=" + queue);
            default -> {}
        }
    }

    /** Delete a task and free its lock; an id that lost its task is removed wherever it is listed. */
    public void delete(String queue, String id) {
        if (one(queue, id, "delete") == -1) {
            throw active("delete");
        }
    }

    private static InspectException active(String how) {
        return new InspectException(
                Reason.TASK_ACTIVE, "asynq: cannot " + how + " task in active state. use CancelProcessing instead.");
    }

    private long one(String queue, String id, String how) {
        long outcome = redis.call(call(gate.open(queue), how, id, "", 0)).number();
        if (outcome == 0) {
            throw InspectException.noTask();
        }
        if (outcome == -3) {
            throw new InspectException(
                    Reason.TASK_ELSEWHERE, "asynq: task: " + id + " (expected: to be where its state says)");
        }
        return outcome;
    }

    /** Make all scheduled, retried or archived tasks pending now. */
    public long runAll(String queue, TaskState state) {
        return all(queue, state, RUNNABLE, "run");
    }

    /** Make all tasks of a group pending now, each for itself. */
    public long runGroup(String queue, String group) {
        return all(gate.open(queue), "g:" + group, "run");
    }

    /** Put all pending, scheduled or retried tasks into the archive. */
    public long archiveAll(String queue, TaskState state) {
        return all(queue, state, ARCHIVABLE, "archive");
    }

    /** Put all tasks of a group into the archive. */
    public long archiveGroup(String queue, String group) {
        return all(gate.open(queue), "g:" + group, "archive");
    }

    /** Delete all tasks of a state, but for active and aggregating ones, and free their locks. */
    public long deleteAll(String queue, TaskState state) {
        return all(queue, state, DELETABLE, "delete");
    }

    /** Delete all tasks of a group and free their locks. */
    public long deleteGroup(String queue, String group) {
        return all(gate.open(queue), "g:" + group, "delete");
    }

    private long all(String queue, TaskState state, Set<TaskState> allowed, String how) {
        if (!allowed.contains(state)) {
            throw new IllegalArgumentException("state: " + state.word() + " (expected: one of " + allowed + ")");
        }
        return all(gate.open(queue), state.word(), how);
    }

    void deleteFrom(Keys keys, String place) {
        all(keys, place, "delete");
    }

    private long all(Keys keys, String place, String how) {
        String size = place.equals(TaskState.PENDING.word()) ? "LLEN" : "ZCARD";
        // What comes in meanwhile is left: a queue that fills as fast as it is emptied must not hold us for ever.
        long left = redis.call(Call.command(size).key(keys.prefix() + place).build())
                .number();
        long moved = 0;
        while (left > 0) {
            List<@Nullable Object> batch = redis.call(call(keys, how, "", place, Math.min(left, BATCH)))
                    .list();
            long looked = Reply.number(batch.get(0));
            if (looked == 0) {
                break;
            }
            moved += Reply.number(batch.get(1));
            left -= looked;
        }
        return moved;
    }

    private Call call(Keys keys, String how, String id, String place, long most) {
        long now = clock.instant().getEpochSecond();
        return Call.script(MOVE)
                .key(keys.pending())
                .key(keys.archived())
                .key(keys.groups())
                .arg(how)
                .arg(keys.prefix())
                .arg(now)
                .arg(now - ARCHIVE_AGE.toSeconds())
                .arg(ARCHIVE_SIZE)
                .arg(id)
                .arg(place)
                .arg(most)
                .build();
    }

    /**
     * Give a scheduled task another payload. Its lock stays that of the old one.
     *
     * <p>The task is changed as a whole or not at all, also while a worker or another inspector is at it.
     */
    public void updatePayload(String queue, String id, byte[] payload) {
        update.update(gate.open(queue), id, payload);
    }

    /** Ask the server that runs a task to stop it; return how many servers listened. */
    public long cancel(String id) {
        return redis.call(Call.command("PUBLISH").key(Keys.CANCEL).arg(id).build())
                .number();
    }
}
