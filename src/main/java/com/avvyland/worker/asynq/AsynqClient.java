// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import com.avvyland.worker.asynq.broker.ClientBroker;
import com.avvyland.worker.asynq.broker.ClientBroker.Stored;
import com.avvyland.worker.asynq.broker.UniqueKey;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.Reply;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Enqueues tasks the way asynq's own client does. Safe for several threads; owns none. */
public final class AsynqClient {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(30);

    private final ClientBroker broker;
    private final InstantSource clock;

    public AsynqClient(Redis redis, InstantSource clock) {
        this.broker = new ClientBroker(redis, clock);
        this.clock = clock;
    }

    /**
     * Store a task and wait until Redis has it.
     *
     * @throws EnqueueException when an equal task or one with the same id is in the way
     * @throws com.avvyland.worker.asynq.redis.RedisFailure when it is unknown whether the task was stored; passing
     */
    public EnqueuedTask enqueue(NewTask task) {
        try {
            return send(task).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof EnqueueException refused ? refused : Reply.failure(e);
        }
    }

    /**
     * Store many tasks, 1,000 under way at once, and wait until the fate of each is known.
     *
     * <p>They are stored independently: some may be refused where others are stored. Unique tasks and groups are allowed.
     *
     * @return what became of each task, in their order
     * @throws InterruptedException when the thread was interrupted; the fate of the tasks sent is then unknown
     */
    public List<EnqueueResult> enqueueAll(Iterable<NewTask> tasks) throws InterruptedException {
        Batch batch = new Batch(this);
        for (NewTask task : tasks) {
            batch.add(task);
        }
        return batch.results();
    }

    /**
     * Send a task without waiting; many sent one after another share round trips.
     *
     * <p>Nothing bounds how many are under way but the caller; {@link #enqueueAll} does.
     *
     * @return completes on a thread of the Redis client, which must not be blocked
     */
    public CompletableFuture<EnqueuedTask> send(NewTask task) {
        Instant now = clock.instant();
        TaskMessage message = message(task);
        Instant at = task.processAt() == null ? now : task.processAt();
        if (at.isAfter(now)) {
            Duration lock = task.unique().isZero() ? Duration.ZERO : Duration.between(now, at.plus(task.unique()));
            return named(broker.schedule(message, at, lock), message, "scheduled", at);
        }
        if (!task.group().isEmpty()) {
            return named(broker.addToGroup(message, task.unique()), message, "aggregating", now);
        }
        return named(broker.enqueue(message, task.unique()), message, "pending", now);
    }

    private static CompletableFuture<EnqueuedTask> named(
            CompletableFuture<Stored> stored, TaskMessage message, String state, Instant at) {
        return stored.thenApply(outcome -> switch (outcome) {
            case STORED -> new EnqueuedTask(message.getId(), message.getQueue(), state, at);
            case ID_EXISTS -> throw new EnqueueException(EnqueueException.Reason.ID_CONFLICT);
            case LOCK_HELD -> throw new EnqueueException(EnqueueException.Reason.DUPLICATE);
        });
    }

    /** Return the message that is stored for a task; one without an id gets a random one. */
    public static TaskMessage message(NewTask task) {
        Duration timeout = task.timeout();
        if (timeout.isZero() && task.deadline() == null) {
            timeout = DEFAULT_TIMEOUT;
        }
        return TaskMessage.newBuilder()
                .setType(task.type())
                .setPayload(task.payload() == null ? ByteString.EMPTY : UnsafeByteOperations.unsafeWrap(task.payload()))
                .setId(task.id() == null ? UUID.randomUUID().toString() : task.id())
                .setQueue(task.queue())
                .setRetry(task.maxRetry())
                .setTimeout(timeout.toSeconds())
                .setDeadline(task.deadline() == null ? 0 : task.deadline().getEpochSecond())
                .setUniqueKey(task.unique().isZero() ? "" : UniqueKey.of(task.queue(), task.type(), task.payload()))
                .setRetention(task.retention().toSeconds())
                .setGroupKey(task.group())
                .putAllHeaders(task.headers())
                .build();
    }
}
