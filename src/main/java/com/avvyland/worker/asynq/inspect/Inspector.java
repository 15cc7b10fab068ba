// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import com.avvyland.worker.asynq.broker.Keys;
import com.avvyland.worker.asynq.inspect.InspectException.Reason;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.Reply;
import java.time.InstantSource;
import java.util.List;

/**
 * Looks at queues, tasks and servers and moves tasks by hand, as asynq's own inspector does. Safe for several threads.
 *
 * <p>Every method, here and of what {@link #tasks}, {@link #moves} and {@link #servers} return, waits for Redis and throws
 * {@link com.avvyland.worker.asynq.redis.RedisFailure} when it does not answer. A queue that no client has used is
 * refused with an {@link InspectException}, but for {@link #queue} and {@link #memoryUsage}, which count nothing: a
 * worker measures its queues before they are used.
 */
public final class Inspector {

    private final Redis redis;
    private final InstantSource clock;
    private final QueueGate gate;
    private final QueueReader reader;
    private final TaskInspector tasks;
    private final TaskMover moves;
    private final ServerInspector servers;

    public Inspector(Redis redis, InstantSource clock) {
        this.redis = redis;
        this.clock = clock;
        this.gate = new QueueGate(redis);
        this.reader = new QueueReader(redis, clock);
        this.servers = new ServerInspector(redis, clock);
        this.tasks = new TaskInspector(redis, clock, gate, servers);
        this.moves = new TaskMover(redis, clock, gate);
    }

    /** Return what lists and finds tasks. */
    public TaskInspector tasks() {
        return tasks;
    }

    /** Return what moves, changes and cancels tasks. */
    public TaskMover moves() {
        return moves;
    }

    /** Return what lists servers and schedulers. */
    public ServerInspector servers() {
        return servers;
    }

    /** List the queues that a client has ever used, by name. */
    public List<String> queues() {
        return redis.call(Call.command("SMEMBERS").key(Keys.QUEUES).build()).list().stream()
                .map(Reply::text)
                .sorted()
                .toList();
    }

    /** Count a queue. */
    public QueueInfo queue(String queue) {
        return reader.info(new Keys(queue));
    }

    /** Estimate the bytes that a queue takes in Redis from a sample of 20 tasks a state, as asynq does. */
    public long memoryUsage(String queue) {
        return reader.memoryUsage(new Keys(queue));
    }

    /** List the groups that have tasks, by name. */
    public List<GroupInfo> groups(String queue) {
        return reader.groups(gate.open(queue));
    }

    /**
     * Return the counters of the last days, today first.
     *
     * @param days 1 to 90, for how long asynq keeps them
     */
    public List<DayStats> history(String queue, int days) {
        return reader.history(gate.open(queue), days);
    }

    /** Stop dequeuing from a queue; an {@link InspectException} says that it was paused already. */
    public void pause(String queue) {
        Call pause = Call.command("SETNX")
                .key(new Keys(queue).paused())
                .arg(clock.instant().getEpochSecond())
                .build();
        if (redis.call(pause).number() == 0) {
            throw new InspectException(Reason.ALREADY_PAUSED, "queue " + GoText.quoted(queue) + " is already paused");
        }
    }

    /** Dequeue again; an {@link InspectException} says that the queue was not paused. */
    public void unpause(String queue) {
        Call unpause = Call.command("DEL").key(new Keys(queue).paused()).build();
        if (redis.call(unpause).number() == 0) {
            throw new InspectException(Reason.NOT_PAUSED, "queue " + GoText.quoted(queue) + " is not paused");
        }
    }

    /**
     * Delete a queue with everything it has: counters, groups and locks too, which asynq leaves.
     *
     * <p>Meanwhile the queue is paused. An {@link InspectException} says that it is not known, that it has active tasks,
     * or that tasks keep coming in.
     *
     * @param force false to refuse a queue that holds any task
     */
    public void remove(String queue, boolean force) {
        Keys keys = new Keys(queue);
        if (!gate.knows(queue)) {
            throw new InspectException(Reason.QUEUE_NOT_FOUND, "queue not found: queue=" + GoText.quoted(queue));
        }
        new QueueRemoval(redis, clock, moves, keys).remove(force);
    }
}
