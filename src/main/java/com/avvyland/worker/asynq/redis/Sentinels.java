// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.providers.SentineledConnectionProvider;
import redis.clients.jedis.util.Pool;

/** Lends connections to the master that the sentinels name, and follows them when they name another. */
final class Sentinels implements Connections {

    private final Supplier<SentineledConnectionProvider> connect;
    private volatile @Nullable SentineledConnectionProvider provider;
    private boolean closed;

    Sentinels(
            String master, Set<HostAndPort> sentinels, JedisClientConfig server, JedisClientConfig sentinel, int most) {
        this.connect = () ->
                new SentineledConnectionProvider(master, server, JedisConfigs.pool(most), sentinels, sentinel, 1_000L);
    }

    /** The provider asks the sentinels when it is made: that waits for the first use, and for one that answers. */
    private SentineledConnectionProvider provider() {
        SentineledConnectionProvider known = provider;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("redis: closed");
            }
            if (provider == null) {
                provider = connect.get();
            }
            return provider;
        }
    }

    @Override
    public Connection borrow(int lane) {
        return provider().getConnection();
    }

    @Override
    public void suspect() {
        SentineledConnectionProvider known = provider;
        if (known != null) {
            known.getConnectionMap().values().forEach(Pool::clear);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (provider != null) {
            provider.close();
        }
    }
}
