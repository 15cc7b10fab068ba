// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import com.avvyland.worker.Worker;
import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.redis.JedisRedis;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisLocation;
import com.avvyland.worker.config.Config;
import com.avvyland.worker.config.ConfigLoader;
import com.avvyland.worker.journal.RedissonClients;
import com.avvyland.worker.observe.StepTime;
import com.avvyland.worker.preview.RendererPool;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.codec.CompositeCodec;

/** Runs the whole worker in this JVM, with its real routes, against a test's Redis; callbacks may go to loopback. */
public final class TestingWorker implements AutoCloseable {

    public static final String SECRET = "testing-secret";
    public static final String QUEUE = "model_preview";

    private final List<StepTime> steps = new CopyOnWriteArrayList<>();
    private final RedissonClient redisson;
    private final Redis connection;
    private final AsynqClient client;
    private final Worker worker;

    public TestingWorker(TestingRedis redis, Map<String, String> settings) {
        this(redis, settings, false);
    }

    /** Run a worker that serves its metrics and health, as the command {@code worker} does. */
    public static TestingWorker observed(TestingRedis redis, Map<String, String> settings) {
        return new TestingWorker(redis, settings, true);
    }

    private TestingWorker(TestingRedis redis, Map<String, String> settings, boolean observed) {
        var environment = new HashMap<>(Map.of(
                "REDIS_ADDRESS",
                "127.0.0.1:" + redis.port(),
                "MODEL_PREVIEW_CALLBACK_SECRET",
                SECRET,
                "MODEL_PREVIEW_CALLBACK_ALLOW_HTTP",
                "true",
                "MODEL_PREVIEW_CALLBACK_ALLOW_PRIVATE",
                "true"));
        environment.putAll(settings);
        redisson = RedissonClients.create(RedisLocation.parse("127.0.0.1:" + redis.port()), 4);
        connection = JedisRedis.connect(RedisLocation.parse(redis.uri()), null, 4);
        client = new AsynqClient(connection, Clock.systemUTC());
        Config config = new ConfigLoader(environment, Path.of("")).load();
        worker = new Worker(config, Path.of("routes"), steps::add);
        if (observed) {
            worker.observed(config);
        }
        worker.start();
    }

    /** Enqueue a payload and return the task's id. */
    public String enqueue(String type, byte[] payload, UnaryOperator<NewTask.Builder> options) {
        NewTask.Builder task = NewTask.of(type).queue(QUEUE).payload(ByteBuffer.wrap(payload));
        return client.enqueue(options.apply(task).build()).id();
    }

    /** Return the step times so far, of all tasks. */
    public List<StepTime> steps() {
        return List.copyOf(steps);
    }

    /** Return how many models were rendered since the start. */
    public long rendered() {
        return worker.context()
                .getRegistry()
                .findSingleByType(RendererPool.class)
                .rendered();
    }

    /** Return the ids in one of the queue's sorted sets: retry, archived, completed. */
    public List<String> ids(String state) {
        return ids(QUEUE, state);
    }

    /** Return the ids in one of another queue's sorted sets. */
    public List<String> ids(String queue, String state) {
        return List.copyOf(redisson.<String>getScoredSortedSet("asynq:{" + queue + "}:" + state, StringCodec.INSTANCE)
                .readAll());
    }

    /** Make a waiting retry due at once. */
    public void retryNow(String id) {
        retryNow(QUEUE, id);
    }

    /** Make a waiting retry of another queue due at once. */
    public void retryNow(String queue, String id) {
        redisson.<String>getScoredSortedSet("asynq:{" + queue + "}:retry", StringCodec.INSTANCE)
                .add(1, id);
    }

    /** Let the lease of a running task be over, as if its worker had died long ago. */
    public static void endLease(TestingRedis redis, String id) {
        RedissonClient client = RedissonClients.create(RedisLocation.parse("127.0.0.1:" + redis.port()), 2);
        client.<String>getScoredSortedSet("asynq:{" + QUEUE + "}:lease", StringCodec.INSTANCE)
                .add(1, id);
        client.shutdown();
    }

    /** Tell whether Redis still holds a task. */
    public boolean holds(String id) {
        return redisson.getBucket("asynq:{" + QUEUE + "}:t:" + id).isExists();
    }

    /** Return the raw message of a task, in which asynq keeps the last error. */
    public String message(String id) {
        byte[] message = redisson.<String, byte[]>getMap(
                        "asynq:{" + QUEUE + "}:t:" + id,
                        new CompositeCodec(StringCodec.INSTANCE, ByteArrayCodec.INSTANCE))
                .get("msg");
        return message == null ? "" : new String(message, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        worker.close();
        connection.close();
        redisson.shutdown();
    }
}
