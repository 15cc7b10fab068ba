// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe;

import com.avvyland.worker.asynq.AsynqConstants;
import com.avvyland.worker.asynq.ResultWriter;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCreatedEvent;
import org.apache.camel.spi.CamelEvent.RouteEvent;
import org.apache.camel.spi.CamelEvent.StepCompletedEvent;
import org.apache.camel.spi.CamelEvent.StepEvent;
import org.apache.camel.spi.CamelEvent.StepStartedEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes how far each running task is into its result, by the {@code step}s of the routes: docs/progress.md. Thread-safe.
 *
 * <p>What is known of a task hangs on its exchange, so that copies of it share it and nothing outlives it. A failing Redis
 * costs the task nothing.
 */
public final class Progress extends EventNotifierSupport {

    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final String PROPERTY = "AvvyTaskProgress";
    private static final Pattern VERSION = Pattern.compile("\\.v\\d+$");

    private final Map<Path, StepPlan> plans = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final Later later;

    private record Path(String entry, @Nullable String family) {}

    public Progress(Clock clock) {
        this(clock, Later.JDK);
    }

    Progress(InstantSource clock, Later later) {
        this.clock = clock;
        this.later = later;
        setIgnoreCamelContextEvents(true);
        setIgnoreCamelContextInitEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreExchangeCompletedEvent(true);
        setIgnoreExchangeFailedEvents(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreExchangeSendingEvents(true);
        setIgnoreExchangeSentEvents(true);
        setIgnoreExchangeAsyncProcessingStartedEvents(true);
        setIgnoreStepEvents(false);
    }

    /**
     * Say what the task's current step waits for, such as {@code waiting for tencent}; the next step takes it away.
     *
     * @param text shown to whoever may read the task, 200 characters of it; no secret
     */
    public static void detail(Exchange exchange, String text) {
        TaskProgress progress = exchange.getProperty(PROPERTY, TaskProgress.class);
        if (progress != null) {
            progress.detail(text);
        }
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof StepEvent || event instanceof ExchangeCreatedEvent || event instanceof RouteEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        switch (event) {
            case ExchangeCreatedEvent created -> follow(created.getExchange());
            case StepStartedEvent begin -> {
                TaskProgress progress = begin.getExchange().getProperty(PROPERTY, TaskProgress.class);
                if (progress != null) {
                    progress.began(begin.getStepId());
                }
            }
            case StepCompletedEvent end -> {
                TaskProgress progress = end.getExchange().getProperty(PROPERTY, TaskProgress.class);
                if (progress != null) {
                    progress.finished(end.getStepId());
                }
            }
            // Routes may be loaded anew while the worker runs.
            case RouteEvent _ -> plans.clear();
            default -> {}
        }
    }

    private void follow(Exchange exchange) {
        ResultWriter writer = exchange.getProperty(ResultWriter.PROPERTY, ResultWriter.class);
        // A copy has the progress of the exchange that it was made of.
        if (writer == null || exchange.getProperty(PROPERTY) != null) {
            return;
        }
        int attempt = 1 + exchange.getIn().getHeader(AsynqConstants.RETRIED, 0, Integer.class);
        TaskProgress progress = new TaskProgress(writer, plan(exchange), attempt, clock, later);
        exchange.setProperty(PROPERTY, progress);
        exchange.getExchangeExtension().addOnCompletion(new EndOfProgress(progress));
    }

    /** Types come from outside; the plans kept are those of routes that there are. */
    private StepPlan plan(Exchange exchange) {
        CamelContext context = exchange.getContext();
        String type = exchange.getIn().getHeader(AsynqConstants.TASK_TYPE, "", String.class);
        String family = family(type);
        Path path = new Path(exchange.getFromRouteId(), context.getRoute(family) == null ? null : family);
        return plans.computeIfAbsent(path, known -> read(context, known));
    }

    /** Return the id of the route of a task type. */
    static String family(String type) {
        return VERSION.matcher(type).replaceFirst("").replace('.', '-').replace('_', '-');
    }

    /** A route that can't be read costs its tasks their percents, and the log one line. */
    private static StepPlan read(CamelContext context, Path path) {
        try {
            return StepWalk.from(context, path.entry(), path.family());
        } catch (RuntimeException e) {
            LOG.warn("route {}: its steps can't be read, tasks will show 0 %", path.entry(), e);
            return new StepPlan(Map.of());
        }
    }
}
