// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.testing;

import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisLocation;
import com.avvyland.worker.asynq.redis.RedissonClients;
import com.avvyland.worker.asynq.redis.RedissonRedis;

/** Builds the client under test; nothing else in the component's tests knows which library is behind it. */
public final class TestingRedisClients {

    private TestingRedisClients() {}

    /** Make a client that connects on first use; the caller closes it. */
    public static Redis connect(String uri) {
        return new RedissonRedis(RedissonClients.create(RedisLocation.parse(uri), 16), true);
    }
}
