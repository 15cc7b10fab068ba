// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Lends connections to the node that has a key's hash slot. A lane is a slot: all keys of a queue are in one. */
final class Cluster implements Connections {

    /** Between looks at the cluster's layout where no redirection forces one. */
    private static final Duration REFRESH = Duration.ofSeconds(30);

    private final Supplier<ClusterConnectionProvider> connect;
    private volatile @Nullable ClusterConnectionProvider provider;
    private final AtomicBoolean renewing = new AtomicBoolean();
    private boolean closed;

    Cluster(Set<HostAndPort> nodes, JedisClientConfig config, int most) {
        this.connect = () -> new ClusterConnectionProvider(nodes, config, JedisConfigs.pool(most), REFRESH);
    }

    private ClusterConnectionProvider provider() {
        ClusterConnectionProvider known = provider;
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
    public boolean singleLane() {
        return false;
    }

    @Override
    public int lane(String key) {
        return JedisClusterCRC16.getSlot(key);
    }

    @Override
    public Connection borrow(int lane) {
        return provider().getConnectionFromSlot(lane);
    }

    @Override
    public Connection borrow(HostAndPort server) {
        return provider().getConnection(server);
    }

    @Override
    public void relearn() {
        try {
            provider().renewSlotCache();
        } catch (RuntimeException _) {
            // The call is sent again by the old layout, and its failure is the one to report.
        }
    }

    @Override
    public void suspect() {
        ClusterConnectionProvider known = provider;
        if (known != null) {
            known.getNodes().values().forEach(ConnectionPool::clear);
            renew(known);
        }
    }

    /** Ask the nodes who has what, without making the caller wait for those that don't answer. */
    private void renew(ClusterConnectionProvider known) {
        if (!renewing.compareAndSet(false, true)) {
            return;
        }
        Thread.ofVirtual().name("asynq-cluster").start(() -> {
            try {
                known.renewSlotCache();
            } catch (RuntimeException _) {
                // The calls that fail say so; the next one asks again.
            } finally {
                renewing.set(false);
            }
        });
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (provider != null) {
            provider.close();
        }
    }
}
