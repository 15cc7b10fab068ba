// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/** Enqueues each message as a task; its body is the payload, its headers win over the endpoint's options. */
public final class AsynqProducer extends DefaultAsyncProducer {

    private final AsynqEndpoint endpoint;
    private @Nullable AsynqClient client;

    public AsynqProducer(AsynqEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        AsynqComponent component = endpoint.getComponent();
        client = new AsynqClient(component.redis(endpoint.getConfiguration()), component.getClock());
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            if (client == null) {
                throw new IllegalStateException("producer: not started (expected: started)");
            }
            client.send(task(exchange)).whenComplete((stored, error) -> {
                if (error == null) {
                    exchange.getMessage().setHeader(AsynqConstants.TASK_ID, stored.id());
                    exchange.getMessage().setHeader(AsynqConstants.STATE, stored.state());
                } else {
                    exchange.setException(error.getCause() == null ? error : error.getCause());
                }
                callback.done(false);
            });
            return false;
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    private NewTask task(Exchange exchange) throws Exception {
        AsynqConfiguration options = endpoint.getConfiguration();
        Message message = exchange.getMessage();
        String type = message.getHeader(AsynqConstants.TASK_TYPE, String.class);
        type = type == null ? options.getTaskType() : type;
        NewTask.Builder task = NewTask.of(type == null ? "" : type)
                .payload(message.getBody() == null ? null : message.getMandatoryBody(ByteBuffer.class))
                .queue(header(message, AsynqConstants.QUEUE, String.class, options.getQueues()))
                .maxRetry(header(message, AsynqConstants.MAX_RETRY, Integer.class, options.getMaxRetry()))
                .timeout(duration(message, AsynqConstants.TIMEOUT, options.getTimeout()))
                .unique(duration(message, AsynqConstants.UNIQUE, options.getUnique()))
                .retention(duration(message, AsynqConstants.RETENTION, options.getRetention()));
        String id = message.getHeader(AsynqConstants.TASK_ID, String.class);
        if (id != null) {
            task.id(id);
        }
        String group = message.getHeader(AsynqConstants.GROUP, String.class);
        group = group == null ? options.getGroup() : group;
        if (group != null) {
            task.group(group);
        }
        Instant deadline = message.getHeader(AsynqConstants.DEADLINE, Instant.class);
        if (deadline != null) {
            task.deadline(deadline);
        }
        Duration wait = duration(message, AsynqConstants.PROCESS_IN, options.getProcessIn());
        Instant at = message.getHeader(AsynqConstants.PROCESS_AT, Instant.class);
        if (at != null || wait.isPositive()) {
            task.processAt(
                    at != null
                            ? at
                            : endpoint.getComponent().getClock().instant().plus(wait));
        }
        addHeaders(task, exchange);
        return task.build();
    }

    private void addHeaders(NewTask.Builder task, Exchange exchange) {
        HeaderFilterStrategy filter = endpoint.getHeaderFilterStrategy();
        exchange.getMessage().getHeaders().forEach((name, value) -> {
            if (!filter.applyFilterToCamelHeaders(name, value, exchange)) {
                task.header(name, String.valueOf(value));
            }
        });
    }

    private static <T> T header(Message message, String name, Class<T> type, T otherwise) {
        T value = message.getHeader(name, type);
        return value == null ? otherwise : value;
    }

    private static Duration duration(Message message, String name, long otherwiseMillis) {
        Duration value = message.getHeader(name, Duration.class);
        return value == null ? Duration.ofMillis(otherwiseMillis) : value;
    }
}
