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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Takes tasks, keeps them leased and settles them. Safe for several threads. */
public final class WorkerBroker {

    /** Bytes of messages after which a batch takes no further task: a batch of large models must not fill the heap. */
    static final long BATCH_BYTES = 8L << 20;

    private static final Script DEQUEUE = Script.named("dequeue");
    private static final Script EXTEND = Script.named("extend");

    private final Redis redis;
    private final InstantSource clock;
    private final Duration lease;

    /**
     * Make a broker.
     *
     * @param lease how long a dequeue or an extension holds a task; asynq's is 30 s
     */
    public WorkerBroker(Redis redis, InstantSource clock, Duration lease) {
        this.redis = redis;
        this.clock = clock;
        this.lease = lease;
    }

    /** Holds a dequeued task as stored: what it says is not decoded yet. */
    public record Taken(String queue, String id, byte[] message) {}

    /** Holds what one dequeue brought. */
    public record Batch(boolean paused, List<Taken> tasks) {}

    /** Take up to {@code most} tasks of a queue, oldest first, and lease them. */
    public CompletableFuture<Batch> dequeue(String queue, int most) {
        Keys keys = new Keys(queue);
        return redis.send(Call.script(DEQUEUE)
                        .key(keys.pending())
                        .key(keys.active())
                        .key(keys.lease())
                        .key(keys.paused())
                        .arg(leaseEnd())
                        .arg(keys.taskPrefix())
                        .arg(most)
                        .arg(BATCH_BYTES)
                        .build())
                .thenApply(reply -> batch(queue, new Reply(reply).list()));
    }

    private static Batch batch(String queue, List<?> reply) {
        List<Taken> tasks = new ArrayList<>(reply.size() / 2);
        for (int i = 1; i + 1 < reply.size(); i += 2) {
            tasks.add(new Taken(
                    queue, Reply.text(reply.get(i)), (byte[]) Objects.requireNonNull(reply.get(i + 1), "message")));
        }
        return new Batch(Reply.number(reply.getFirst()) == 1, tasks);
    }

    /** Extend leases; the answer says of each id whether it is still leased. */
    public CompletableFuture<List<Boolean>> extend(String queue, List<String> ids) {
        Call.Builder call = Call.script(EXTEND).key(new Keys(queue).lease()).arg(leaseEnd());
        ids.forEach(call::arg);
        return redis.send(call.build()).thenApply(WorkerBroker::flags);
    }

    /**
     * Settle tasks, batched where the moves are alike.
     *
     * @return for each settlement, in order, whether this worker still held the task; a failed future says nothing is
     *     known about that one
     */
    public List<CompletableFuture<Boolean>> settle(List<? extends Settlement> settlements) {
        return SettleCalls.send(redis, settlements, clock.instant());
    }

    private long leaseEnd() {
        Instant end = clock.instant().plus(lease);
        return end.getEpochSecond();
    }

    static List<Boolean> flags(@Nullable Object reply) {
        return new Reply(reply)
                .list().stream().map(flag -> Reply.number(flag) == 1).toList();
    }
}
