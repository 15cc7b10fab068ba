// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.testing;

import com.avvyland.worker.asynq.AsynqComponent;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Holds a context whose asynq component uses the store's Redis; routes are started as they are added. */
public final class TestingCamel implements AutoCloseable {

    private final CamelContext context = new DefaultCamelContext();

    public TestingCamel(TestingStore store) {
        component().getConfiguration().setRedisUri(store.server().uri());
    }

    public CamelContext context() {
        return context;
    }

    public AsynqComponent component() {
        return context.getComponent("asynq", AsynqComponent.class);
    }

    public TestingCamel bind(String name, Object bean) {
        context.getRegistry().bind(name, bean);
        return this;
    }

    public TestingCamel clock(Clock clock) {
        component().setClock(clock);
        return this;
    }

    /** Add routes and start the context. */
    public TestingCamel routes(RouteBuilder routes) throws Exception {
        context.addRoutes(routes);
        context.start();
        return this;
    }

    /** Add one route. */
    public TestingCamel route(String id, String uri, Processor processor) throws Exception {
        return routes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId(id).process(processor);
            }
        });
    }

    /** Send a body to an endpoint and return the exchange, failed or not. */
    public Exchange send(String uri, Processor message) throws Exception {
        context.start();
        return context.createProducerTemplate().send(uri, message);
    }

    @Override
    public void close() {
        context.stop();
    }
}
