// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import com.avvyland.worker.asynq.server.Server;
import java.util.Map;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Reports a consumer as down while Redis does not answer its heartbeat; such a worker takes no tasks. */
final class AsynqHealthCheck extends AbstractHealthCheck {

    private final String route;
    private final Server server;

    private AsynqHealthCheck(String route, Server server) {
        super("camel", "asynq-consumer-" + route);
        this.route = route;
        this.server = server;
    }

    /** Add a check to the consumer, where the component's option and the context allow it. */
    static void register(AsynqConsumer consumer, Server server) {
        AsynqComponent component = (AsynqComponent) consumer.getEndpoint().getComponent();
        var repository = HealthCheckHelper.getHealthCheckRepository(
                consumer.getEndpoint().getCamelContext(), "consumers", HealthCheckRepository.class);
        if (repository == null || !component.isHealthCheckConsumerEnabled()) {
            return;
        }
        AsynqHealthCheck check = new AsynqHealthCheck(consumer.getRouteId(), server);
        check.setEnabled(true);
        consumer.setHealthCheck(check);
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("route.id", route);
        String trouble = server.trouble();
        if (trouble == null) {
            builder.up();
        } else {
            builder.message(trouble).down();
        }
    }
}
