// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import com.avvyland.worker.asynq.redis.RedisLocation;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategyAware;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** Take tasks from asynq queues in Redis, or put tasks into them; compatible with Go's asynq. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "asynq",
        title = "Asynq",
        syntax = "asynq:queues",
        category = {Category.MESSAGING},
        headersClass = AsynqConstants.class)
public class AsynqEndpoint extends DefaultEndpoint implements EndpointServiceLocation, HeaderFilterStrategyAware {

    @UriParam
    private AsynqConfiguration configuration;

    @UriParam(
            label = "advanced",
            description = "Decides which headers pass between tasks and messages, instead of allowedHeaders")
    private @Nullable HeaderFilterStrategy headerFilterStrategy;

    public AsynqEndpoint(String uri, AsynqComponent component, AsynqConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        AsynqConsumer consumer = new AsynqConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return new AsynqProducer(this);
    }

    @Override
    public AsynqComponent getComponent() {
        return (AsynqComponent) super.getComponent();
    }

    @Override
    public String getServiceUrl() {
        return String.join(",", RedisLocation.parse(configuration.getRedisUri()).hosts());
    }

    @Override
    public String getServiceProtocol() {
        return "redis";
    }

    public AsynqConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(AsynqConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public HeaderFilterStrategy getHeaderFilterStrategy() {
        if (headerFilterStrategy == null) {
            headerFilterStrategy = new AsynqHeaderFilterStrategy(configuration.getAllowedHeaders());
        }
        return headerFilterStrategy;
    }

    @Override
    public void setHeaderFilterStrategy(@Nullable HeaderFilterStrategy headerFilterStrategy) {
        this.headerFilterStrategy = headerFilterStrategy;
    }
}
