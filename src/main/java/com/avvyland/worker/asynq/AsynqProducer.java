// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import com.avvyland.worker.asynq.redis.RedisFailure;
import com.avvyland.worker.asynq.redis.Reply;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/**
 * Enqueues each message as a task, or each item of its body.
 *
 * <p>It waits for Redis on the caller's thread: the route must not go on on the Redis client's own threads, where the next
 * call that waits would wait for itself.
 */
public final class AsynqProducer extends DefaultProducer {

    private final AsynqEndpoint endpoint;
    private final TaskOfMessage tasks;
    private @Nullable AsynqClient client;

    public AsynqProducer(AsynqEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.tasks = new TaskOfMessage(
                endpoint.getConfiguration(),
                endpoint.getHeaderFilterStrategy(),
                endpoint.getComponent().getClock());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        AsynqComponent component = endpoint.getComponent();
        component.measures(endpoint.getConfiguration());
        client = new AsynqClient(component.redis(endpoint.getConfiguration()), component.getClock());
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        AsynqClient to = Objects.requireNonNull(client, "producer: not started (expected: started)");
        if (endpoint.getConfiguration().isBatch()) {
            enqueueItems(to, exchange);
        } else {
            enqueue(to, exchange);
        }
    }

    private void enqueue(AsynqClient to, Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        EnqueuedTask stored = stored(to, tasks.of(message));
        Map<String, Object> result = new HashMap<>(Map.of(AsynqConstants.STATE, stored.state()));
        if (OwnHeaders.given(message, AsynqConstants.TASK_ID, String.class) == null) {
            result.put(AsynqConstants.TASK_ID, stored.id());
        }
        OwnHeaders.set(exchange, result);
    }

    private static EnqueuedTask stored(AsynqClient to, NewTask task) throws InterruptedException {
        try {
            return to.send(task).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof EnqueueException refused
                    ? refused
                    : Reply.failure(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private void enqueueItems(AsynqClient to, Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        Batch batch = new Batch(to);
        Iterator<?> items = items(message.getBody());
        while (items.hasNext()) {
            Object item = items.next();
            NewTask task;
            try {
                task = task(message, item);
            } catch (Exception e) {
                batch.addFailed(e);
                continue;
            }
            batch.add(task);
        }
        List<EnqueueResult> results = batch.results();
        message.setHeader(AsynqConstants.BATCH_RESULT, results);
        results.forEach(AsynqProducer::failOn);
    }

    private static Iterator<?> items(@Nullable Object body) {
        return switch (body) {
            case Iterable<?> items -> items.iterator();
            case Iterator<?> items -> items;
            case null, default ->
                throw new IllegalArgumentException(
                        "body: " + (body == null ? "none" : body.getClass().getName())
                                + " (expected: an Iterable of payloads, NewTask or Message with batch=true)");
        };
    }

    private NewTask task(Message batch, @Nullable Object item) throws Exception {
        return switch (item) {
            case NewTask task -> task;
            case Exchange exchange -> tasks.of(exchange.getMessage());
            case Message message -> tasks.of(message);
            case null, default -> tasks.of(batch, item);
        };
    }

    /** A refusal is an answer; what is not known to be stored must not pass as success. */
    private static void failOn(EnqueueResult result) {
        if (result instanceof EnqueueResult.Failed(Exception error)) {
            throw error instanceof RedisFailure unknown
                    ? unknown
                    : new IllegalArgumentException(error.getMessage(), error);
        }
    }
}
