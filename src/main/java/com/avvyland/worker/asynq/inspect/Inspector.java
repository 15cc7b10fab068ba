// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import com.avvyland.worker.asynq.broker.Keys;
import com.avvyland.worker.asynq.broker.Messages;
import com.avvyland.worker.asynq.proto.ServerInfo;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.Reply;
import com.avvyland.worker.asynq.redis.Script;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers what is in the queues and moves tasks by hand, as asynq's own inspector does. Safe for several threads.
 *
 * <p>Every method waits for Redis and throws {@link com.avvyland.worker.asynq.redis.RedisFailure} when it does not answer.
 */
public final class Inspector {

    private static final Script STATS = Script.named("stats");
    private static final Script LIST = Script.named("list");
    private static final Script MOVE = Script.named("move");

    private final Redis redis;
    private final InstantSource clock;

    public Inspector(Redis redis, InstantSource clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** List the queues that a client has ever used. */
    public List<String> queues() {
        return redis.call(Call.command("SMEMBERS").key(Keys.QUEUES).build()).list().stream()
                .map(Reply::text)
                .sorted()
                .toList();
    }

    /** Count a queue. */
    public QueueInfo queue(String queue) {
        Keys keys = new Keys(queue);
        Instant now = clock.instant();
        List<@Nullable Object> n = redis.call(Call.script(STATS)
                        .key(keys.pending())
                        .key(keys.active())
                        .key(keys.scheduled())
                        .key(keys.retry())
                        .key(keys.archived())
                        .key(keys.completed())
                        .key(keys.processed(now))
                        .key(keys.failed(now))
                        .key(keys.processed())
                        .key(keys.failed())
                        .key(keys.paused())
                        .key(keys.groups())
                        .arg(keys.taskPrefix())
                        .arg(keys.groupPrefix())
                        .build())
                .list();
        long[] count = n.stream().mapToLong(Reply::number).toArray();
        Duration latency = count[13] == 0 ? Duration.ZERO : Duration.between(Instant.ofEpochSecond(0, count[13]), now);
        return new QueueInfo(
                queue,
                count[0],
                count[1],
                count[2],
                count[3],
                count[4],
                count[5],
                count[6],
                count[7],
                count[8],
                count[9],
                count[10],
                count[11],
                count[12] == 1,
                latency);
    }

    /** Estimate the bytes of a queue from the first of its pending tasks. */
    public long memoryUsage(String queue) {
        Keys keys = new Keys(queue);
        long bytes = 0;
        var ids = redis.call(Call.command("LRANGE")
                        .key(keys.pending())
                        .arg(0)
                        .arg(19)
                        .build())
                .list();
        for (Object id : ids) {
            bytes += redis.call(Call.command("MEMORY")
                            .arg("USAGE")
                            .arg(keys.task(Reply.text(id)))
                            .build())
                    .number();
        }
        long pending =
                redis.call(Call.command("LLEN").key(keys.pending()).build()).number();
        return ids.isEmpty() ? 0 : bytes * pending / ids.size();
    }

    /** Return the counters of the last days, today first. */
    public List<DayStats> history(String queue, int days) {
        Keys keys = new Keys(queue);
        List<DayStats> history = new ArrayList<>();
        for (int i = 0; i < days; i++) {
            Instant day = clock.instant().minus(Duration.ofDays(i));
            history.add(new DayStats(
                    LocalDate.ofInstant(day, ZoneOffset.UTC), number(keys.processed(day)), number(keys.failed(day))));
        }
        return history;
    }

    private long number(String key) {
        String text = redis.call(Call.command("GET").key(key).build()).text();
        return text == null ? 0 : Long.parseLong(text);
    }

    /**
     * List tasks of one state, next or soonest first; aggregating ones are listed by their group.
     *
     * @param page counted from 1
     */
    public List<TaskInfo> list(String queue, TaskState state, int page, int size) {
        return list(new Keys(queue), new Keys(queue).prefix() + state.word(), state, page, size);
    }

    /** List the tasks that wait in a group. */
    public List<TaskInfo> group(String queue, String group, int page, int size) {
        return list(new Keys(queue), new Keys(queue).group(group), TaskState.AGGREGATING, page, size);
    }

    private List<TaskInfo> list(Keys keys, String key, TaskState state, int page, int size) {
        boolean list = state == TaskState.PENDING || state == TaskState.ACTIVE;
        List<@Nullable Object> reply = redis.call(Call.script(LIST)
                        .key(key)
                        .arg(keys.taskPrefix())
                        .arg(list ? "list" : "set")
                        .arg((page - 1L) * size)
                        .arg((long) page * size - 1)
                        .build())
                .list();
        List<TaskInfo> tasks = new ArrayList<>();
        for (int i = 0; i + 3 < reply.size(); i += 4) {
            double score = Double.parseDouble(Reply.text(reply.get(i + 3)));
            task(reply.get(i + 1), state, reply.get(i + 2), list ? null : Instant.ofEpochSecond((long) score))
                    .ifPresent(tasks::add);
        }
        return tasks;
    }

    /** Find a task. */
    public Optional<TaskInfo> task(String queue, String id) {
        Keys keys = new Keys(queue);
        List<@Nullable Object> fields = redis.call(Call.command("HMGET")
                        .key(keys.task(id))
                        .arg("msg")
                        .arg("state")
                        .arg("result")
                        .build())
                .list();
        if (fields.get(0) == null || fields.get(1) == null) {
            return Optional.empty();
        }
        TaskState state = TaskState.of(Reply.text(fields.get(1)));
        Instant due = switch (state) {
            case SCHEDULED, RETRY, ARCHIVED, COMPLETED -> due(keys.prefix() + state.word(), id);
            case PENDING, ACTIVE, AGGREGATING -> null;
        };
        return task(fields.get(0), state, fields.get(2), due);
    }

    private @Nullable Instant due(String set, String id) {
        String score =
                redis.call(Call.command("ZSCORE").key(set).arg(id).build()).text();
        return score == null ? null : Instant.ofEpochSecond((long) Double.parseDouble(score));
    }

    private static Optional<TaskInfo> task(
            @Nullable Object message, TaskState state, @Nullable Object result, @Nullable Instant due) {
        try {
            byte[] kept = result == null ? new byte[0] : (byte[]) result;
            return Optional.of(
                    new TaskInfo(Messages.decode((byte[]) Objects.requireNonNull(message)), state, kept, due));
        } catch (InvalidProtocolBufferException _) {
            return Optional.empty();
        }
    }

    /** Make a task pending now. */
    public void run(String queue, String id) {
        move(queue, id, "run");
    }

    /** Put a task that is not running into the archive. */
    public void archive(String queue, String id) {
        move(queue, id, "archive");
    }

    /** Delete a task that is not running, and free its unique lock. */
    public void delete(String queue, String id) {
        move(queue, id, "delete");
    }

    private void move(String queue, String id, String how) {
        Keys keys = new Keys(queue);
        long outcome = redis.call(Call.script(MOVE)
                        .key(keys.task(id))
                        .key(keys.pending())
                        .key(keys.archived())
                        .arg(id)
                        .arg(keys.prefix())
                        .arg(how)
                        .arg(clock.instant().getEpochSecond())
                        .build())
                .number();
        switch ((int) outcome) {
            case 1 -> {}
            case 0 -> throw new InspectException("asynq: task not found");
            case -1 -> throw new InspectException("task is in active state (expected: cancel it first)");
            case -2 -> throw new InspectException("task is already there (expected: another state)");
            default -> throw new InspectException("task is not where its state says (expected: run the recoverer)");
        }
    }

    /** Do to every task of a state what the given action does to one; return how many it was done to. */
    public int each(String queue, TaskState state, java.util.function.BiConsumer<String, String> action) {
        int done = 0;
        List<TaskInfo> batch = list(queue, state, 1, 100);
        while (!batch.isEmpty()) {
            for (TaskInfo task : batch) {
                action.accept(queue, task.message().getId());
                done++;
            }
            batch = list(queue, state, 1, 100);
        }
        return done;
    }

    /** Ask the server that runs a task to stop it; return how many servers listened. */
    public long cancel(String id) {
        return redis.call(Call.command("PUBLISH").key(Keys.CANCEL).arg(id).build())
                .number();
    }

    /** Stop dequeuing from a queue; false when it was paused already. */
    public boolean pause(String queue) {
        return redis.call(Call.command("SETNX")
                                .key(new Keys(queue).paused())
                                .arg(clock.instant().getEpochSecond())
                                .build())
                        .number()
                == 1;
    }

    /** Dequeue again; false when the queue was not paused. */
    public boolean resume(String queue) {
        return redis.call(Call.command("DEL").key(new Keys(queue).paused()).build())
                        .number()
                == 1;
    }

    /** List the servers alive. */
    public List<ServerInfo> servers() {
        List<ServerInfo> servers = new ArrayList<>();
        var alive = redis.call(Call.command("ZRANGEBYSCORE")
                        .key(Keys.SERVERS)
                        .arg(clock.instant().getEpochSecond())
                        .arg("+inf")
                        .build())
                .list();
        for (Object key : alive) {
            byte[] info =
                    redis.call(Call.command("GET").key(Reply.text(key)).build()).bytes();
            try {
                if (info != null) {
                    servers.add(ServerInfo.parseFrom(info));
                }
            } catch (InvalidProtocolBufferException _) {
                // asynq's own tools skip such an entry too.
            }
        }
        return servers;
    }
}
