// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;

/** Lends connections to one server, made when needed. */
final class SingleServer implements Connections {

    private final ConnectionPool pool;

    SingleServer(JedisSocketFactory sockets, JedisClientConfig config, int most) {
        this.pool = new ConnectionPool(
                ConnectionFactory.builder()
                        .socketFactory(sockets)
                        .clientConfig(config)
                        .build(),
                JedisConfigs.pool(most));
    }

    @Override
    public Connection borrow(int lane) {
        return pool.getResource();
    }

    @Override
    public void suspect() {
        pool.clear();
    }

    @Override
    public void close() {
        pool.close();
    }
}
