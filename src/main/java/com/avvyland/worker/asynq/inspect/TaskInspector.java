// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import com.avvyland.worker.asynq.broker.Keys;
import com.avvyland.worker.asynq.broker.Messages;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.proto.WorkerInfo;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.Reply;
import com.avvyland.worker.asynq.redis.Script;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists and finds tasks. What can't be read is listed by its id, so that it can be deleted. Safe for several threads. */
public final class TaskInspector {

    /** Bytes of messages and results in one page: they are held in memory at once. */
    private static final long PAGE_BYTES = 64L << 20;

    private static final Script LIST = Script.named("list");
    private static final Script FIND = Script.named("find");

    private final Redis redis;
    private final InstantSource clock;
    private final QueueGate gate;
    private final ServerInspector servers;

    TaskInspector(Redis redis, InstantSource clock, QueueGate gate, ServerInspector servers) {
        this.redis = redis;
        this.clock = clock;
        this.gate = gate;
        this.servers = servers;
    }

    /** List tasks of one state, next or soonest first. Aggregating ones are listed by {@link #group}. */
    public List<TaskInfo> list(String queue, TaskState state, Page page) {
        if (state == TaskState.AGGREGATING) {
            throw new IllegalArgumentException("state: aggregating (expected: the name of a group)");
        }
        Keys keys = gate.open(queue);
        return list(keys, keys.prefix() + state.word(), state, page);
    }

    /** List the tasks that wait in a group, oldest first. */
    public List<TaskInfo> group(String queue, String group, Page page) {
        Keys keys = gate.open(queue);
        return list(keys, keys.group(group), TaskState.AGGREGATING, page);
    }

    /** List active tasks with what their servers say: since when they run and their deadline. */
    public List<RunningTask> running(String queue, Page page) {
        List<TaskInfo> active = list(queue, TaskState.ACTIVE, page);
        List<WorkerInfo> workers = servers.workers();
        return active.stream()
                .map(task -> new RunningTask(task, of(task, workers)))
                .toList();
    }

    private static @Nullable WorkerInfo of(TaskInfo task, List<WorkerInfo> workers) {
        for (WorkerInfo worker : workers) {
            if (worker.getTaskId().equals(task.id()) && worker.getQueue().equals(task.queue())) {
                return worker;
            }
        }
        return null;
    }

    private List<TaskInfo> list(Keys keys, String key, TaskState state, Page page) {
        boolean list = state == TaskState.PENDING || state == TaskState.ACTIVE;
        List<@Nullable Object> reply = redis.call(Call.script(LIST)
                        .key(key)
                        .key(keys.lease())
                        .arg(keys.taskPrefix())
                        .arg(list ? "list" : "set")
                        .arg(page.start())
                        .arg(page.end())
                        .arg(PAGE_BYTES)
                        .build())
                .list();
        List<TaskInfo> tasks = new ArrayList<>();
        for (int i = 0; i + 4 < reply.size(); i += 5) {
            tasks.add(task(keys.queue(), Reply.text(reply.get(i)), state, reply.subList(i + 1, i + 5)));
        }
        return tasks;
    }

    /** Find a task; an {@link InspectException} says that its message can't be decoded. */
    public Optional<TaskInfo> find(String queue, String id) {
        Keys keys = gate.open(queue);
        List<@Nullable Object> reply = redis.call(Call.script(FIND)
                        .key(keys.task(id))
                        .arg(id)
                        .arg(keys.prefix())
                        .build())
                .list();
        if (reply.size() < 5) {
            return Optional.empty();
        }
        TaskInfo found = TaskState.of(Reply.text(reply.getFirst()))
                .map(state -> task(queue, id, state, reply.subList(1, 5)))
                .filter(task -> task.message() != null)
                .orElseThrow(() -> new InspectException(
                        InspectException.Reason.TASK_UNREADABLE, "asynq: could not decode task message"));
        return Optional.of(found);
    }

    private TaskInfo task(String queue, String id, TaskState state, List<@Nullable Object> fields) {
        Instant now = clock.instant();
        Instant lease = second(fields.get(3));
        return new TaskInfo(
                queue,
                id,
                message(fields.get(0)),
                state,
                (byte[]) Objects.requireNonNull(fields.get(1)),
                state == TaskState.PENDING ? now : second(fields.get(2)),
                state == TaskState.ACTIVE && lease != null && lease.getEpochSecond() <= now.getEpochSecond());
    }

    private static @Nullable TaskMessage message(@Nullable Object reply) {
        byte[] bytes = (byte[]) Objects.requireNonNull(reply);
        try {
            return bytes.length == 0 ? null : Messages.decode(bytes);
        } catch (InvalidProtocolBufferException _) {
            return null;
        }
    }

    private static @Nullable Instant second(@Nullable Object score) {
        String text = Reply.text(score);
        try {
            return text.isEmpty() ? null : Instant.ofEpochSecond((long) Double.parseDouble(text));
        } catch (NumberFormatException | DateTimeException _) {
            return null;
        }
    }
}
