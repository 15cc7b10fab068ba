// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import com.avvyland.worker.asynq.redis.JedisRedis;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisLocation;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.camel.Endpoint;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code asynq:} endpoints and owns their Redis connections: one client for each place that is named, shared by all
 * endpoints, closed with the component.
 */
@Component("asynq")
public class AsynqComponent extends HealthCheckComponent implements SSLContextParametersAware {

    /** Connections to one server: pipelined calls and the upkeep of a few consumers, each queue's question. */
    private static final int CONNECTIONS = 32;

    @Metadata(description = "Options that endpoints start from")
    private AsynqConfiguration configuration = new AsynqConfiguration();

    @Metadata(
            label = "advanced",
            autowired = true,
            description = "Connections to use instead of those made from redisUri; they are not closed")
    private @Nullable Redis redis;

    @Metadata(label = "security", description = "Whom to trust and who we are where redisUri asks for TLS")
    private @Nullable SSLContextParameters sslContextParameters;

    @Metadata(label = "security", defaultValue = "false", description = "Whether the context's TLS settings are used")
    private boolean useGlobalSslContextParameters;

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

    /** Return the connections for an endpoint's Redis; they are made on first use. */
    Redis redis(AsynqConfiguration options) {
        if (redis != null) {
            return redis;
        }
        RedisLocation location =
                RedisLocation.parse(options.getRedisUri()).with(options.getUsername(), options.getPassword());
        synchronized (clients) {
            return clients.computeIfAbsent(location, place -> JedisRedis.connect(place, tls(), CONNECTIONS));
        }
    }

    private @Nullable SSLContext tls() {
        SSLContextParameters parameters =
                sslContextParameters == null ? retrieveGlobalSslContextParameters() : sslContextParameters;
        try {
            return parameters == null ? null : parameters.createSSLContext(getCamelContext());
        } catch (GeneralSecurityException | IOException e) {
            throw new RuntimeCamelException(e);
        }
    }

    /** Return what measurements go to; the queues of the endpoint's Redis are shown there from now on. */
    synchronized Measures measures(AsynqConfiguration options) {
        if (measures == Measures.NONE) {
            measures = Measures.in(getCamelContext());
        }
        if (queueMetrics) {
            measures.queues(redis(options), clock);
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

    public @Nullable Redis getRedis() {
        return redis;
    }

    public void setRedis(@Nullable Redis redis) {
        this.redis = redis;
    }

    public @Nullable SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(@Nullable SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
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
