// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;

/** Configures Jedis the way a worker needs it. */
final class JedisConfigs {

    /** How long a reply may take before its call counts as failed; asynq's client waits 3 s too. */
    static final Duration REPLY = Duration.ofSeconds(3);

    private JedisConfigs() {}

    /** Return how to talk to the servers that hold the queues. */
    static JedisClientConfig server(RedisLocation location, @Nullable SSLContext tls) {
        return common(location, tls)
                .user(location.username())
                .password(location.password())
                .database(location.layout() == RedisLocation.Layout.CLUSTER ? 0 : location.database())
                .build();
    }

    /** Return how to talk to the sentinels, which have no part in the servers' logins. */
    static JedisClientConfig sentinel(RedisLocation location, @Nullable SSLContext tls) {
        return common(location, tls).build();
    }

    private static DefaultJedisClientConfig.Builder common(RedisLocation location, @Nullable SSLContext tls) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis((int) REPLY.toMillis())
                .socketTimeoutMillis((int) REPLY.toMillis())
                .clientName("asynq")
                // Not among the commands that a narrow ACL has to allow.
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .resp2();
        if (location.tls()) {
            SSLParameters parameters = new SSLParameters();
            // Without it a certificate of any host is taken.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            config.ssl(true).sslParameters(parameters);
            if (tls != null) {
                config.sslSocketFactory(tls.getSocketFactory());
            }
        }
        return config;
    }

    /** Return how connections are kept: made when needed, given up after a minute without use. */
    static GenericObjectPoolConfig<Connection> pool(int most) {
        ConnectionPoolConfig config = new ConnectionPoolConfig();
        config.setMaxTotal(most);
        config.setMaxIdle(most);
        config.setMaxWait(REPLY);
        config.setJmxEnabled(false);
        // A ping of each idle connection would keep an idle worker from being idle; a broken one is found when used.
        config.setTestWhileIdle(false);
        return config;
    }
}
