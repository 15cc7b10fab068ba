// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.rate;

import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.Script;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Holds a number of tokens in Redis, each for one task at a time, together with the semaphore of Go's asynq/x/rate.
 *
 * <p>A token ends with its task's deadline, so a worker that dies keeps none for ever. Clocks of all holders should agree
 * to the second. Safe for several threads.
 */
public final class RateSemaphore {

    private static final Script ACQUIRE = Script.named("semaphore_acquire");

    private final Redis redis;
    private final String key;
    private final int tokens;
    private final InstantSource clock;

    /**
     * Name a semaphore.
     *
     * @param scope its name; the same number of tokens is to be given wherever it is used
     * @param tokens at least 1
     */
    public RateSemaphore(Redis redis, String scope, int tokens, InstantSource clock) {
        if (scope.isBlank()) {
            throw new IllegalArgumentException("scope: blank (expected: a name)");
        }
        if (tokens < 1) {
            throw new IllegalArgumentException("tokens: " + tokens + " (expected: 1 or more)");
        }
        this.redis = redis;
        this.key = "asynq:sema:" + scope;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * Take a token, if one is free.
     *
     * @param taskId who holds it; asking again while holding it succeeds and moves its end
     * @param deadline when the token ends by itself, in whole seconds
     * @return false when all are taken; nothing is waited for
     * @throws com.avvyland.worker.asynq.redis.RedisFailure when it is unknown whether it was taken; passing
     */
    public boolean acquire(String taskId, Instant deadline) {
        return redis.call(Call.script(ACQUIRE)
                                .key(key)
                                .arg(tokens)
                                .arg(clock.instant().getEpochSecond())
                                .arg(deadline.getEpochSecond())
                                .arg(taskId)
                                .build())
                        .number()
                == 1;
    }

    /**
     * Give the token back.
     *
     * @return false when the task held none, as after its end
     */
    public boolean release(String taskId) {
        return redis.call(Call.command("ZREM").key(key).arg(taskId).build()).number() == 1;
    }
}
