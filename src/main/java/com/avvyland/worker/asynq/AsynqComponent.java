// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisLocation;
import com.avvyland.worker.asynq.redis.RedissonClients;
import com.avvyland.worker.asynq.redis.RedissonRedis;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;

/**
 * Makes {@code asynq:} endpoints and owns their Redis connections: one client for each place that is named, shared by all
 * endpoints, closed with the component.
 */
@Component("asynq")
public class AsynqComponent extends HealthCheckComponent {

    /** Connections to one server: pipelined calls and the upkeep of a few consumers, each queue's question. */
    private static final int CONNECTIONS = 32;

    @Metadata(description = "Options that endpoints start from")
    private AsynqConfiguration configuration = new AsynqConfiguration();

    @Metadata(
            label = "advanced",
            autowired = true,
            description = "Redis client to use instead of one made from redisUri; it is not closed")
    private @Nullable RedissonClient redissonClient;

    @Metadata(label = "advanced", description = "Where the time comes from")
    private Clock clock = Clock.systemUTC();

    @Metadata(
            label = "advanced",
            defaultValue = "true",
            description = "Whether the state of all queues is shown as metrics, where Camel's registry has a Micrometer"
                    + " MeterRegistry. Every process shows the same values")
    private boolean queueMetrics = true;

    private final Map<RedisLocation, Redis> clients = new HashMap<>();
    private Measures measures = Measures.NONE;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        AsynqConfiguration copy = configuration.copy();
        copy.setQueues(remaining);
        AsynqEndpoint endpoint = new AsynqEndpoint(uri, this, copy);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** Return the client for an endpoint's Redis; it connects on first use. */
    Redis redis(AsynqConfiguration options) {
        if (redissonClient != null) {
            return new RedissonRedis(redissonClient, false);
        }
        RedisLocation location = location(options);
        synchronized (clients) {
            return clients.computeIfAbsent(
                    location, place -> new RedissonRedis(RedissonClients.create(place, CONNECTIONS), true));
        }
    }

    private static RedisLocation location(AsynqConfiguration options) {
        return RedisLocation.parse(options.getRedisUri()).with(options.getUsername(), options.getPassword());
    }

    /** Return what measurements go to; the queues of the endpoint's Redis are shown there from now on. */
    synchronized Measures measures(AsynqConfiguration options) {
        if (measures == Measures.NONE) {
            measures = Measures.in(getCamelContext());
        }
        if (queueMetrics) {
            measures.queues(redissonClient == null ? location(options) : redissonClient, redis(options), clock);
        }
        return measures;
    }

    private synchronized void forgetMeasures() {
        measures.close();
        measures = Measures.NONE;
    }

    @Override
    protected void doShutdown() throws Exception {
        super.doShutdown();
        forgetMeasures();
        synchronized (clients) {
            clients.values().forEach(Redis::close);
            clients.clear();
        }
    }

    public AsynqConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(AsynqConfiguration configuration) {
        this.configuration = configuration;
    }

    public @Nullable RedissonClient getRedissonClient() {
        return redissonClient;
    }

    public void setRedissonClient(@Nullable RedissonClient redissonClient) {
        this.redissonClient = redissonClient;
    }

    public Clock getClock() {
        return clock;
    }

    public void setClock(Clock clock) {
        this.clock = clock;
    }

    public boolean isQueueMetrics() {
        return queueMetrics;
    }

    public void setQueueMetrics(boolean queueMetrics) {
        this.queueMetrics = queueMetrics;
    }
}
