// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.Worker;
import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.redis.JedisRedis;
import com.avvyland.worker.asynq.redis.RedisLocation;
import com.avvyland.worker.config.Config;
import com.avvyland.worker.config.ConfigLoader;
import com.avvyland.worker.observe.StepTime;
import com.avvyland.worker.task.TaskType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds the parts of one demonstration: a private Redis, a receiver on loopback and a worker. */
final class Demo implements AutoCloseable {

    /** A first run may install a browser; a task itself takes seconds. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<String, String> environment;
    private final StepTable steps = new StepTable();
    private final CountDownLatch delivered = new CountDownLatch(1);
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    Demo(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Take one model from queue to callback. */
    DemoResult run(ModelFile model) throws Exception {
        String secret = HexFormat.of().formatHex(SecureRandom.getSeed(16));
        PrivateRedis redis = timed("start redis", () -> part(PrivateRedis.start(environment.getOrDefault("PATH", ""))));
        CallbackReceiver receiver = part(new CallbackReceiver());
        Config config = config(redis.address(), secret);
        timed("start worker", () -> {
            Worker worker = part(new Worker(config, Home.routes(environment), this::told));
            worker.start();
            return worker;
        });

        byte[] payload = model.task(receiver.url());
        long enqueued = System.nanoTime();
        timed("enqueue", payload.length, () -> {
            enqueue(redis.address(), config.queue(), payload);
            return payload;
        });
        CallbackReceiver.Received callback = receiver.await(PATIENCE);
        Duration took = Duration.ofNanos(System.nanoTime() - enqueued);
        awaitDelivered();

        String signature = callback.headers().getFirst(TaskType.MODEL_PREVIEW.signatureHeader());
        boolean verified = signature != null && SignatureCheck.holds(secret, callback.body(), signature);
        return DemoResult.of(model, callback.body(), verified, took, steps.rows());
    }

    /** Stop every part in reverse order; a second call does nothing. */
    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failed) {
                throw new CommandFailure("demo: a part could not be stopped: " + failed.getMessage());
            }
        }
    }

    private void told(StepTime step) {
        steps.add(step.step() + (step.failed() ? " (failed)" : ""), step.took(), -1);
        if (step.step().equals("deliver")) {
            delivered.countDown();
        }
    }

    /** The receiver has the callback before the worker has its answer: wait for the last line of the table. */
    private void awaitDelivered() throws InterruptedException {
        if (!delivered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new CommandFailure("callback: not acknowledged (expected: the worker takes the answer)");
        }
    }

    private Config config(String redis, String secret) {
        var settings = new HashMap<>(environment);
        settings.put("REDIS_ADDRESS", redis);
        settings.put("MODEL_PREVIEW_CALLBACK_SECRET", secret);
        settings.put("MODEL_PREVIEW_CALLBACK_ALLOW_HTTP", "true");
        settings.put("MODEL_PREVIEW_CALLBACK_ALLOW_PRIVATE", "true");
        settings.keySet().removeAll(List.of("REDIS_PASSWORD", "REDIS_USERNAME", "REDIS_DB"));
        return new ConfigLoader(settings, Path.of("")).load();
    }

    private static void enqueue(String redis, String queue, byte[] payload) {
        try (var connection = JedisRedis.connect(RedisLocation.parse(redis), null, 1)) {
            new AsynqClient(connection, Clock.systemUTC())
                    .enqueue(NewTask.of(TaskType.MODEL_PREVIEW.wireName())
                            .queue(queue)
                            .payload(ByteBuffer.wrap(payload))
                            .build());
        }
    }

    private synchronized <T extends AutoCloseable> T part(T part) {
        parts.push(part);
        return part;
    }

    private <T> T timed(String step, Callable<T> work) throws Exception {
        return timed(step, -1, work);
    }

    private <T> T timed(String step, long bytes, Callable<T> work) throws Exception {
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
