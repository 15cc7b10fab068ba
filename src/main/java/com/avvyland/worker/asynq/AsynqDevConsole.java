// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import com.avvyland.worker.asynq.broker.ErrorText;
import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.QueueInfo;
import com.avvyland.worker.asynq.redis.RedisFailure;
import com.avvyland.worker.asynq.server.Delivery;
import java.util.List;
import java.util.Map;
import org.apache.camel.Route;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** Shows the asynq consumers of a context, what they run, and their queues. Payloads and task headers are never shown. */
@DevConsole(name = "asynq", displayName = "Asynq", description = "Asynq consumers, their running tasks and queues")
public class AsynqDevConsole extends AbstractDevConsole {

    /** Of the tasks that one consumer runs, so that a page stays a page. */
    private static final int MOST_TASKS = 100;

    public AsynqDevConsole() {
        super("camel", "asynq", "Asynq", "Asynq consumers, their running tasks and queues");
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        JsonArray consumers = new JsonArray();
        consumers().forEach(consumer -> consumers.add(describe(consumer)));
        JsonObject root = new JsonObject();
        root.put("consumers", consumers);
        return root;
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        return AsynqConsoleText.of(doCallJson(options));
    }

    private List<AsynqConsumer> consumers() {
        return getCamelContext().getRoutes().stream()
                .map(Route::getConsumer)
                .filter(AsynqConsumer.class::isInstance)
                .map(AsynqConsumer.class::cast)
                .toList();
    }

    private static JsonObject describe(AsynqConsumer consumer) {
        AsynqConfiguration configuration = consumer.getEndpoint().getConfiguration();
        List<Delivery> running = consumer.running().all();
        JsonObject shown = new JsonObject();
        shown.put("routeId", consumer.getRouteId());
        shown.put("status", consumer.getStatus().name());
        shown.put("concurrency", configuration.getConcurrency());
        shown.put("strictPriority", configuration.isStrictPriority());
        shown.put("running", running.size());
        JsonArray tasks = new JsonArray();
        running.stream().limit(MOST_TASKS).forEach(task -> tasks.add(describe(task)));
        shown.put("tasks", tasks);
        addQueues(shown, consumer.getEndpoint());
        return shown;
    }

    /** Whoever enqueues chooses id and type: they are cut and freed of control characters. */
    private static JsonObject describe(Delivery delivery) {
        JsonObject shown = new JsonObject();
        shown.put("id", ErrorText.of(delivery.task().getId()));
        shown.put("type", ErrorText.of(delivery.task().getType()));
        shown.put("queue", delivery.task().getQueue());
        shown.put("retried", delivery.task().getRetried());
        shown.put("started", delivery.start().toString());
        shown.put("deadline", delivery.deadline().toString());
        if (delivery.stopCause() != null) {
            shown.put("stopping", delivery.stopCause().text());
        }
        return shown;
    }

    /** After the first call without an answer no other is asked: the page must come. */
    private static void addQueues(JsonObject shown, AsynqEndpoint endpoint) {
        AsynqComponent component = endpoint.getComponent();
        JsonArray queues = new JsonArray();
        shown.put("queues", queues);
        try {
            Inspector inspector = new Inspector(component.redis(endpoint.getConfiguration()), component.getClock());
            Queues.parse(endpoint.getConfiguration().getQueues())
                    .forEach((queue, priority) -> queues.add(describe(inspector.queue(queue), priority)));
        } catch (RedisFailure e) {
            shown.put("trouble", ErrorText.of(e.getMessage()));
        }
    }

    private static JsonObject describe(QueueInfo queue, int priority) {
        JsonObject shown = new JsonObject();
        shown.put("queue", queue.queue());
        shown.put("priority", priority);
        shown.put("paused", queue.paused());
        shown.put("pending", queue.pending());
        shown.put("active", queue.active());
        shown.put("scheduled", queue.scheduled());
        shown.put("retry", queue.retry());
        shown.put("archived", queue.archived());
        shown.put("completed", queue.completed());
        shown.put("aggregating", queue.aggregating());
        shown.put("latencyMillis", queue.latency().toMillis());
        return shown;
    }
}
