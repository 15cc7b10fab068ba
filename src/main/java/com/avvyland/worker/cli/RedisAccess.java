// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.WorkerPlugin;
import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.inspect.InspectException;
import com.avvyland.worker.asynq.inspect.InspectException.Reason;
import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.redis.JedisRedis;
import com.avvyland.worker.config.ClientConfig;
import com.avvyland.worker.config.ConfigLoader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Holds the connection of one command to the configured Redis. */
final class RedisAccess implements AutoCloseable {

    private final ClientConfig config;
    private final JedisRedis redis;

    private RedisAccess(ClientConfig config) {
        this.config = config;
        this.redis = JedisRedis.connect(WorkerPlugin.location(config.redis()), null, 1);
    }

    static RedisAccess open(Map<String, String> environment) {
        return new RedisAccess(new ConfigLoader(environment, Path.of("")).loadClient());
    }

    ClientConfig config() {
        return config;
    }

    Inspector inspector() {
        return new Inspector(redis, Clock.systemUTC());
    }

    AsynqClient client() {
        return new AsynqClient(redis, Clock.systemUTC());
    }

    /** Return the inspector, when it knows the queue. */
    Inspector inspector(String queue) {
        Inspector inspector = inspector();
        if (!inspector.queues().contains(queue)) {
            throw new AbsentException(
                    "queue: %s (expected: a queue that was used; see queue ls)".formatted(Plain.line(queue)));
        }
        return inspector;
    }

    /** Return the exit status of what an inspector refused: 3 for what is not there, 1 for the rest. */
    static int status(InspectException refused) {
        return refused.reason() == Reason.QUEUE_NOT_FOUND || refused.reason() == Reason.TASK_NOT_FOUND ? 3 : 1;
    }

    @Override
    public void close() {
        redis.close();
    }
}
