// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.testing;

import com.avvyland.worker.asynq.redis.JedisRedis;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisLocation;

/** Builds the client under test; nothing else in the component's tests knows which library is behind it. */
public final class TestingRedisClients {

    private TestingRedisClients() {}

    /** Make a client that connects on first use; the caller closes it. */
    public static Redis connect(String uri) {
        return JedisRedis.connect(RedisLocation.parse(uri), null, 16);
    }
}
