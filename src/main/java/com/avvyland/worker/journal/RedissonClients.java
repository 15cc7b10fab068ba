// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.journal;

import com.avvyland.worker.asynq.redis.RedisLocation;
import java.time.Duration;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.ReadMode;

/** Builds Redisson clients the way a worker needs them: no command repeated, soon back after an outage. */
public final class RedissonClients {

    /** How long a reply may take before its call counts as failed; asynq's client waits 3 s too. */
    private static final int REPLY_MILLIS = 3_000;

    /** Between attempts to reconnect: an outage ends for us at most this long after its cure. */
    private static final Duration RECONNECT = Duration.ofSeconds(1);

    private RedissonClients() {}

    /**
     * Build a client; it connects on first use, so a Redis that is away does not stop the start.
     *
     * @param connections most connections to one server
     */
    public static RedissonClient create(RedisLocation location, int connections) {
        Config config = new Config()
                .setCodec(ByteArrayCodec.INSTANCE)
                .setLazyInitialization(true)
                .setThreads(2)
                .setNettyThreads(2);
        switch (location.layout()) {
            case SINGLE -> {
                var single = config.useSingleServer()
                        .setAddress(address(location, location.hosts().getFirst()))
                        .setDatabase(location.database())
                        .setConnectionMinimumIdleSize(1)
                        .setConnectionPoolSize(connections)
                        .setSubscriptionConnectionMinimumIdleSize(0)
                        .setSubscriptionConnectionPoolSize(2)
                        .setDnsMonitoringInterval(5_000);
                common(single, location);
            }
            case SOCKET ->
                throw new IllegalArgumentException("uri: redis-socket (expected: a client that can use a socket)");
            case SENTINEL -> {
                var sentinel = config.useSentinelServers()
                        .setMasterName(String.valueOf(location.master()))
                        .setDatabase(location.database())
                        .setScanInterval(1_000)
                        .setCheckSentinelsList(false);
                location.hosts().forEach(host -> sentinel.addSentinelAddress(address(location, host)));
                pooled(sentinel, connections);
                common(sentinel, location);
            }
            case CLUSTER -> {
                var cluster = config.useClusterServers().setScanInterval(1_000);
                location.hosts().forEach(host -> cluster.addNodeAddress(address(location, host)));
                pooled(cluster, connections);
                common(cluster, location);
            }
        }
        return Redisson.create(config);
    }

    private static String address(RedisLocation location, String host) {
        return (location.tls() ? "rediss://" : "redis://") + host;
    }

    private static void pooled(BaseMasterSlaveServersConfig<?> config, int connections) {
        // A replica may lag: a task just leased by the master would look pending there.
        config.setReadMode(ReadMode.MASTER)
                .setMasterConnectionMinimumIdleSize(1)
                .setMasterConnectionPoolSize(connections)
                .setSlaveConnectionMinimumIdleSize(0)
                .setSubscriptionConnectionMinimumIdleSize(0)
                .setSubscriptionConnectionPoolSize(2);
    }

    private static void common(BaseConfig<?> config, RedisLocation location) {
        config.setUsername(location.username())
                .setPassword(location.password())
                .setTimeout(REPLY_MILLIS)
                .setConnectTimeout(REPLY_MILLIS)
                // For Redisson's own needs (subscribing, getting a connection); our calls are marked as not to be
                // repeated.
                .setRetryAttempts(3)
                .setRetryDelay(new ConstantDelay(RECONNECT))
                .setReconnectionDelay(new ConstantDelay(RECONNECT))
                .setTcpNoDelay(true)
                .setKeepAlive(true)
                .setPingConnectionInterval(5_000)
                .setClientName("asynq");
    }
}
