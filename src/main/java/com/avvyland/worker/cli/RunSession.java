// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.Worker;
import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.TaskInfo;
import com.avvyland.worker.asynq.inspect.TaskState;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.JedisRedis;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisLocation;
import com.avvyland.worker.config.Config;
import com.avvyland.worker.observe.StepTime;
import com.avvyland.worker.task.TaskType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds what one machine needs to take tasks from queue to callback: a private Redis, a receiver on loopback and a worker.
 * Runs one task at a time.
 */
final class RunSession implements AutoCloseable {

    private static final Duration ASKED = Duration.ofMillis(250);

    /** From the receiver's answer to the last line of the table. */
    private static final Duration ACKNOWLEDGED = Duration.ofMinutes(2);

    private final Map<String, String> environment;
    private final boolean rehearsal;
    private final String secret = HexFormat.of().formatHex(SecureRandom.getSeed(16));
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final StepTable begun = new StepTable();
    private volatile @Nullable Running running;
    private @Nullable Open open;
    private boolean closed;

    /** What is there once the session is open. */
    private record Open(Config config, Redis redis, CallbackReceiver receiver, Worker worker) {}

    private record Running(String id, StepTable steps, CountDownLatch delivered) {}

    /**
     * Create a session; nothing is started yet.
     *
     * @param environment with the keys of providers, as far as they may be used
     * @param rehearsal whether providers are made up
     */
    RunSession(Map<String, String> environment, boolean rehearsal) {
        this.environment = environment;
        this.rehearsal = rehearsal;
    }

    /**
     * Start every part. A first run may install a browser.
     *
     * @param reading whether the tasks name models in S3
     */
    void start(boolean reading) throws Exception {
        Map<String, String> settings = environment;
        if (rehearsal) {
            settings = part(new Rehearsal()).environment(environment);
        }
        PrivateRedis redis =
                timed(begun, "start redis", -1, () -> part(PrivateRedis.start(environment.getOrDefault("PATH", ""))));
        CallbackReceiver receiver = part(new CallbackReceiver());
        Config config = RunConfig.of(settings, redis.address(), secret, reading);
        Worker worker = timed(begun, "start worker", -1, () -> {
            Worker started = part(new Worker(config, Home.routes(environment), this::told));
            started.start();
            return started;
        });
        Redis connection = part(JedisRedis.connect(RedisLocation.parse(redis.address()), null, 2));
        open = new Open(config, connection, receiver, worker);
    }

    /**
     * Take one task from queue to callback.
     *
     * @param most how long the task may take
     * @throws CommandFailure when no callback came
     */
    RunResult run(RunInput input, Duration most, ProgressBar bar) throws Exception {
        Open at = opened();
        byte[] payload = input.payload(at.receiver().url());
        var task = new Running(UUID.randomUUID().toString(), new StepTable(), new CountDownLatch(1));
        running = task;
        long enqueued = System.nanoTime();
        String queue = queue(input.type(), at.config());
        timed(task.steps(), "enqueue", payload.length, () -> enqueue(at, input, task.id(), queue, payload, most));
        CallbackReceiver.Received callback = await(at, queue, task.id(), most, bar);
        Duration took = Duration.ofNanos(System.nanoTime() - enqueued);
        if (!task.delivered().await(ACKNOWLEDGED.toSeconds(), TimeUnit.SECONDS)) {
            throw new CommandFailure("callback: not acknowledged (expected: the worker takes the answer)");
        }
        String signature = callback.headers().getFirst(input.type().signatureHeader());
        boolean verified = signature != null && SignatureCheck.holds(secret, callback.body(), signature);
        var rows = new StepTable();
        begun.rows().forEach(row -> rows.add(row.step(), row.took(), row.bytes()));
        task.steps().rows().forEach(row -> rows.add(row.step(), row.took(), row.bytes()));
        return RunResult.of(
                input, callback.body(), verified, took, rows.rows(), spent(at, queue, task.id()), rehearsal);
    }

    /** Return the worker of the session, for pictures of what it made. */
    Worker worker() {
        return opened().worker();
    }

    private Open opened() {
        if (open == null) {
            throw new IllegalStateException("session: not started (expected: start before run)");
        }
        return open;
    }

    private static String queue(TaskType type, Config config) {
        return switch (type) {
            case MODEL_PREVIEW, MODEL_OBJECT_PIPELINE -> config.queue();
            case MODEL_PROJECTION_STEP, MODEL_PROJECTION_MODEL ->
                config.projection().queue();
        };
    }

    /** A failure that could pass is reported at once: nobody here waits for a queue's retries. */
    private static String enqueue(Open at, RunInput input, String id, String queue, byte[] payload, Duration most) {
        NewTask.Builder task = NewTask.of(input.type().wireName())
                .id(id)
                .queue(queue)
                .maxRetry(0)
                .timeout(most)
                .payload(ByteBuffer.wrap(payload));
        input.headers().forEach(task::header);
        return new AsynqClient(at.redis(), Clock.systemUTC())
                .enqueue(task.build())
                .id();
    }

    private static CallbackReceiver.Received await(Open at, String queue, String id, Duration most, ProgressBar bar)
            throws InterruptedException {
        var inspector = new Inspector(at.redis(), Clock.systemUTC()).tasks();
        Instant end = Instant.now().plus(most).plusSeconds(60);
        while (Instant.now().isBefore(end)) {
            CallbackReceiver.Received received = at.receiver().poll(ASKED);
            if (received != null) {
                return received;
            }
            Optional<TaskInfo> task = inspector.find(queue, id);
            task.flatMap(found -> RunProgress.of(found.result())).ifPresent(bar::show);
            if (task.isPresent() && task.get().state() == TaskState.ARCHIVED) {
                throw new CommandFailure("task: archived without a callback: " + error(task.get()));
            }
        }
        throw new CommandFailure("callback: none within %d s (expected: one; --timeout gives a task longer)"
                .formatted(most.toSeconds()));
    }

    private static String error(TaskInfo task) {
        return task.message() == null
                ? "no reason kept"
                : task.message().getErrorMsg().lines().findFirst().orElse("no reason kept");
    }

    /** The worker's own count of the task, in millionths of a US dollar. */
    private static long spent(Open at, String queue, String id) {
        return at.redis()
                .call(Call.command("GET")
                        .key("avvy:cost:task:%s:{%s}".formatted(queue, id))
                        .build())
                .number();
    }

    private void told(StepTime step) {
        Running task = running;
        if (task == null || !step.taskId().equals(task.id())) {
            return;
        }
        task.steps().add(step.step() + (step.failed() ? " (failed)" : ""), step.took(), -1);
        if (step.step().equals("deliver")) {
            task.delivered().countDown();
        }
    }

    /** Stop every part in reverse order; a second call does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failed) {
                throw new CommandFailure("run: a part could not be stopped: " + failed.getMessage());
            }
        }
    }

    /** What is begun while the session is being closed, as by Ctrl-C, is closed at once: nothing of it may stay. */
    private synchronized <T extends AutoCloseable> T part(T part) throws Exception {
        if (closed) {
            part.close();
            throw new CommandFailure("run: interrupted (expected: to go on)");
        }
        parts.push(part);
        return part;
    }

    private static <T> T timed(StepTable steps, String step, long bytes, Callable<T> work) throws Exception {
        long began = System.nanoTime();
        try {
            return work.call();
        } catch (IOException failed) {
            throw new CommandFailure(step + ": " + failed.getMessage());
        } finally {
            steps.add(step, Duration.ofNanos(System.nanoTime() - began), bytes);
        }
    }
}
