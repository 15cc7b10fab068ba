// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.trace;

import com.avvyland.worker.asynq.AsynqConstants;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;
import org.jspecify.annotations.Nullable;

/** Describes a task's consumption by OpenTelemetry's conventions for messaging; its payload stays out. Stateless. */
public final class AsynqSpan extends AbstractSpanDecorator {

    static final String PROCESS = "process ";
    static final String SEND = "send ";

    @Override
    public String getComponent() {
        return "asynq";
    }

    @Override
    public String getComponentClassName() {
        return "com.avvyland.worker.asynq.AsynqComponent";
    }

    @Override
    public String getOperationName(Exchange exchange, Endpoint endpoint) {
        return clipMaxLength((consumes(exchange, endpoint) ? PROCESS : SEND) + queue(exchange, endpoint));
    }

    @Override
    public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
        boolean consumes = consumes(exchange, endpoint);
        span.setTag("messaging.system", "asynq");
        span.setTag("messaging.operation.type", consumes ? "process" : "send");
        span.setTag("messaging.destination.name", queue(exchange, endpoint));
        if (consumes) {
            Message message = exchange.getIn();
            tag(span, "messaging.message.id", message.getHeader(AsynqConstants.TASK_ID));
            tag(span, "asynq.task.type", message.getHeader(AsynqConstants.TASK_TYPE));
            tag(span, "asynq.task.retried", message.getHeader(AsynqConstants.RETRIED));
        }
    }

    private static void tag(Span span, String key, @Nullable Object value) {
        if (value != null) {
            span.setTag(key, value.toString());
        }
    }

    private static boolean consumes(Exchange exchange, Endpoint endpoint) {
        return endpoint.equals(exchange.getFromEndpoint());
    }

    private static String queue(Exchange exchange, Endpoint endpoint) {
        String queue =
                consumes(exchange, endpoint) ? exchange.getIn().getHeader(AsynqConstants.QUEUE, String.class) : null;
        return queue == null ? stripSchemeAndOptions(endpoint) : queue;
    }
}
