// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.chaos;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.Page;
import com.avvyland.worker.asynq.inspect.TaskInfo;
import com.avvyland.worker.asynq.inspect.TaskState;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.JedisRedis;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisLocation;
import com.avvyland.worker.testing.TestingRedis;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Is who puts tasks into the queues, looks at them, and runs again what waits: a producer and an operator in one. */
final class StormQueues implements AutoCloseable {

    static final List<String> NAMES = List.of(StormTask.MODELS, StormTask.PROJECTIONS);

    private static final Page ALL = new Page(1, 1_000);

    private final Redis redis;
    private final AsynqClient client;
    private final Inspector inspector;

    StormQueues(TestingRedis server) {
        redis = JedisRedis.connect(RedisLocation.parse(server.uri()), null, 4);
        client = new AsynqClient(redis, Clock.systemUTC());
        inspector = new Inspector(redis, Clock.systemUTC());
    }

    void enqueue(StormTask task) {
        client.enqueue(NewTask.of(task.type())
                .id(task.id())
                .queue(task.queue())
                // What nobody can know whether it was paid for fails each time; the others never need so many.
                .maxRetry(8)
                .payload(ByteBuffer.wrap(task.payload()))
                .build());
    }

    /** Make waiting retries due: nobody waits for asynq's back-off here. */
    void runRetries() {
        for (String queue : queues()) {
            inspector.moves().runAll(queue, TaskState.RETRY);
        }
    }

    /** Make one archived task pending. */
    void run(String queue, String id) {
        inspector.moves().run(queue, id);
    }

    /** Return the ids of active tasks whose lease is over: their worker died. */
    List<String> orphaned() {
        return queues().stream()
                .flatMap(queue -> inspector.tasks().list(queue, TaskState.ACTIVE, ALL).stream())
                .filter(TaskInfo::orphaned)
                .map(TaskInfo::id)
                .toList();
    }

    /** Return the last error of every archived task. */
    Map<String, String> archived(String queue) {
        Map<String, String> errors = new TreeMap<>();
        if (queues().contains(queue)) {
            inspector.tasks().list(queue, TaskState.ARCHIVED, ALL).forEach(task -> {
                var message = task.message();
                errors.put(task.id(), message == null ? "unreadable" : message.getErrorMsg());
            });
        }
        return errors;
    }

    /** Return how many tasks have yet to end. */
    long waiting() {
        return queues().stream()
                .map(inspector::queue)
                .mapToLong(queue -> queue.pending() + queue.active() + queue.scheduled() + queue.retry())
                .sum();
    }

    /** Return the sizes of what must be empty at the end, as Redis itself counts them. */
    Map<String, Long> left(String queue) {
        Map<String, Long> sizes = new TreeMap<>();
        for (String list : List.of("active", "pending")) {
            sizes.put(list, count("LLEN", queue, list));
        }
        for (String set : List.of("lease", "retry", "scheduled")) {
            sizes.put(set, count("ZCARD", queue, set));
        }
        return sizes;
    }

    /** Return how many attempts of a queue have ended, as asynq counts them: nothing else shows a write. */
    long processed(String queue) {
        return inspector.queue(queue).processed();
    }

    private long count(String command, String queue, String what) {
        return redis.call(Call.command(command)
                        .key("asynq:{%s}:%s".formatted(queue, what))
                        .build())
                .number();
    }

    private List<String> queues() {
        return inspector.queues().stream().filter(NAMES::contains).toList();
    }

    @Override
    public void close() {
        redis.close();
    }
}
