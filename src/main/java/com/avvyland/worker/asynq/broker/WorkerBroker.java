// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.broker;

import com.avvyland.worker.asynq.broker.SettleCalls.Move;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.Redis.Answer;
import com.avvyland.worker.asynq.redis.RedisFailure;
import com.avvyland.worker.asynq.redis.Reply;
import com.avvyland.worker.asynq.redis.Script;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Takes tasks, keeps them leased and settles them. Safe for several threads. */
public final class WorkerBroker {

    /** Bytes of messages after which a batch takes no further task: a batch of large models must not fill the heap. */
    static final long BATCH_BYTES = 8L << 20;

    private static final Script DEQUEUE = Script.named("dequeue");
    private static final Script EXTEND = Script.named("extend");
    private static final Script WRITE_RESULT = Script.named("write_result");

    private final Redis redis;
    private final InstantSource clock;
    private final Duration lease;

    /**
     * Make a broker.
     *
     * @param lease how long a dequeue or an extension holds a task, whole seconds by Redis' clock; asynq's is 30 s
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

    /** Says what is known of a settlement. */
    public enum Fate {
        /** This worker held the task; it is settled. */
        HELD,
        /** This worker did not hold the task; nothing was changed. */
        NOT_HELD,
        /** The call failed, before or after it ran, or the task could not be settled now. */
        UNKNOWN
    }

    /**
     * Holds what one exchange brought.
     *
     * @param fates one for each settlement, in order
     * @param batches by queue, for those queues that answered
     * @param failure the first one, null when all went well
     */
    public record Exchange(
            List<Fate> fates,
            Map<String, Batch> batches,
            @Nullable RedisFailure failure) {}

    /**
     * Settle tasks, batched where the moves are alike, then take tasks, oldest first, and lease them: all in one round
     * trip.
     *
     * @param shares most tasks to take, by queue
     */
    public Exchange exchange(List<? extends Settlement> settlements, Map<String, Integer> shares) {
        List<Move> moves = SettleCalls.of(settlements, clock.instant());
        List<String> queues = List.copyOf(shares.keySet());
        List<Call> calls = new ArrayList<>(moves.size() + queues.size());
        moves.forEach(move -> calls.add(move.call()));
        queues.forEach(queue -> calls.add(dequeueCall(queue, shares.getOrDefault(queue, 0))));
        List<Answer> answers = redis.exchange(calls);

        Fate[] fates = new Fate[settlements.size()];
        for (int i = 0; i < moves.size(); i++) {
            note(fates, moves.get(i), answers.get(i));
        }
        Map<String, Batch> batches = new LinkedHashMap<>();
        for (int i = 0; i < queues.size(); i++) {
            Answer answer = answers.get(moves.size() + i);
            if (answer.failure() == null) {
                batches.put(queues.get(i), batch(queues.get(i), answer.reply().list()));
            }
        }
        @Nullable
        RedisFailure failure = answers.stream()
                .map(Answer::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new Exchange(Arrays.asList(fates), batches, failure);
    }

    private static void note(Fate[] fates, Move move, Answer answer) {
        List<Fate> told = answer.failure() == null ? move.fates(answer.reply()) : List.of();
        for (int i = 0; i < move.members().size(); i++) {
            fates[move.members().get(i)] = told.isEmpty() ? Fate.UNKNOWN : told.get(i);
        }
    }

    /** Take up to {@code most} tasks of a queue, oldest first, and lease them. */
    public Batch dequeue(String queue, int most) {
        return batch(queue, redis.call(dequeueCall(queue, most)).list());
    }

    private Call dequeueCall(String queue, int most) {
        Keys keys = new Keys(queue);
        return Call.script(DEQUEUE)
                .key(keys.pending())
                .key(keys.active())
                .key(keys.lease())
                .key(keys.paused())
                .arg(lease.toSeconds())
                .arg(keys.taskPrefix())
                .arg(most)
                .arg(BATCH_BYTES)
                .build();
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
    public List<Boolean> extend(String queue, List<String> ids) {
        Call.Builder call = Call.script(EXTEND).key(new Keys(queue).lease()).arg(lease.toSeconds());
        ids.forEach(call::arg);
        return flags(redis.call(call.build()));
    }

    /**
     * Write the result of a task that runs, without waiting.
     *
     * @return false when no worker holds the task any more, and nothing was written
     */
    public CompletableFuture<Boolean> writeResult(TaskMessage task, byte[] result) {
        Keys keys = new Keys(task.getQueue());
        Call call = Call.script(WRITE_RESULT)
                .key(keys.lease())
                .key(keys.task(task.getId()))
                .arg(task.getId())
                .arg(result)
                .build();
        return redis.send(call).thenApply(written -> Reply.number(written) == 1);
    }

    /** Settle tasks; return the fate of each, in order. */
    public List<Fate> settle(List<? extends Settlement> settlements) {
        return exchange(settlements, Map.of()).fates();
    }

    static List<Boolean> flags(Reply reply) {
        return reply.list().stream().map(flag -> Reply.number(flag) == 1).toList();
    }
}
