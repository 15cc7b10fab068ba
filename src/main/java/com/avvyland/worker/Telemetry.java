// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker;

import com.avvyland.worker.config.TelemetryConfig;
import com.avvyland.worker.observe.LogContext;
import com.avvyland.worker.observe.StepListener;
import com.avvyland.worker.observe.StepTime;
import com.avvyland.worker.observe.StepTimer;
import com.avvyland.worker.observe.management.RendererCheck;
import com.avvyland.worker.observe.metrics.WorkerRegistry;
import com.avvyland.worker.observe.trace.Tracing;
import com.avvyland.worker.preview.RendererPool;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attaches what watches a context. What its libraries are missing for is left out: {@code camel run} may not bring them. */
final class Telemetry {

    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

    private Telemetry() {}

    static void watch(CamelContext context, TelemetryConfig config, RendererPool renderers, Parts parts) {
        List<StepListener> listeners = new ArrayList<>();
        LogContext log = new LogContext();
        context.getManagementStrategy().addEventNotifier(log);
        listeners.add(log);
        if (config.tracing().enabled()) {
            trace(context, config, listeners, parts);
        }
        if (there(context, "io.micrometer.core.instrument.MeterRegistry")) {
            measure(context, listeners, renderers);
        }
        if (there(context, "org.apache.camel.impl.health.AbstractHealthCheck")) {
            context.getRegistry().bind("rendererCheck", new RendererCheck(renderers));
        }
        // Last, so that it is told of a step's end while the step's span is current.
        Object told = context.getRegistry().lookupByName(WorkerPlugin.STEPS);
        if (told instanceof Consumer<?> consumer) {
            listeners.add(new Told(consumer));
        }
        context.getManagementStrategy().addEventNotifier(new StepTimer(listeners));
    }

    private static void trace(CamelContext context, TelemetryConfig config, List<StepListener> listeners, Parts parts) {
        if (!there(context, "org.apache.camel.opentelemetry2.OpenTelemetryTracer")
                || !there(context, "io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk")) {
            LOG.warn(
                    "tracing: off: no OpenTelemetry on the class path (expected: the libraries in docs/observability.md)");
            return;
        }
        Tracing tracing = Tracing.open(context, config.tracing());
        if (tracing != null) {
            listeners.add(parts.add(tracing));
        }
    }

    private static void measure(CamelContext context, List<StepListener> listeners, RendererPool renderers) {
        var meters = WorkerRegistry.bind(context, renderers);
        if (meters != null) {
            context.getManagementStrategy().addEventNotifier(meters);
            listeners.add(meters);
        }
    }

    private static boolean there(CamelContext context, String type) {
        return context.getClassResolver().resolveClass(type) != null;
    }

    /** Passes times on to whoever runs the worker. */
    private record Told(Consumer<?> listener) implements StepListener {

        @Override
        public void began(Exchange exchange, String step) {}

        @Override
        @SuppressWarnings("unchecked")
        public void ended(Exchange exchange, StepTime time) {
            ((Consumer<StepTime>) listener).accept(time);
        }
    }
}
