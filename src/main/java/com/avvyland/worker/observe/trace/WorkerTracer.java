// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.trace;

import com.avvyland.worker.observe.LogContext;
import com.avvyland.worker.task.TaskFailure;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.apache.camel.telemetry.Op;
import org.jspecify.annotations.Nullable;

/**
 * Makes spans of what is worth one: tasks, steps, HTTP calls. Everything else between two endpoints, such as
 * {@code direct:} and {@code bean:}, has none. Thread-safe.
 */
final class WorkerTracer extends OpenTelemetryTracer {

    private static final Set<String> TRACED = Set.of("asynq", "http", "https");
    private static final String STEP_SPAN = "AvvyStepSpan/";

    /** Where Camel keeps the current span; a step outside of any has none either. */
    private static final String ACTIVE = "tracing.activeSpan";

    @Override
    public boolean exclude(@Nullable String endpointUri, CamelContext context) {
        if (endpointUri == null) {
            return true;
        }
        int colon = endpointUri.indexOf(':');
        return colon < 0 || !TRACED.contains(endpointUri.substring(0, colon));
    }

    @Override
    protected void beginEventSpan(Exchange exchange, Endpoint endpoint, Op op) throws Exception {
        super.beginEventSpan(exchange, endpoint, op);
        showInLog();
    }

    @Override
    protected void endEventSpan(Exchange exchange, Endpoint endpoint) throws Exception {
        markFailure(exchange);
        super.endEventSpan(exchange, endpoint);
        showInLog();
    }

    void began(Exchange exchange, String step) {
        if (exchange.getProperty(ACTIVE) == null) {
            return;
        }
        try {
            beginProcessorSpan(exchange, step);
        } catch (Exception e) {
            throw new IllegalStateException("step " + step + ": no span", e);
        }
        exchange.setProperty(STEP_SPAN + step, true);
        showInLog();
    }

    void ended(Exchange exchange, String step) {
        if (exchange.removeProperty(STEP_SPAN + step) == null) {
            return;
        }
        markFailure(exchange);
        try {
            endProcessorSpan(exchange, step);
        } catch (Exception e) {
            throw new IllegalStateException("step " + step + ": span not ended", e);
        }
        showInLog();
    }

    /** Name the failure by its code, or else its class; what it says may quote what must not be told. */
    private static void markFailure(Exchange exchange) {
        Exception failure = exchange.getException();
        if (failure != null) {
            String type = failure instanceof TaskFailure known
                    ? known.code().name().toLowerCase(Locale.ROOT)
                    : failure.getClass().getName();
            Span.current().setAttribute("error.type", type);
        }
    }

    /** Where no span is current any more the last ids stay: the lines that settle the task belong to it. */
    private static void showInLog() {
        SpanContext current = Span.current().getSpanContext();
        if (current.isValid()) {
            LogContext.put(LogContext.TRACE, current.getTraceId());
            LogContext.put(LogContext.SPAN, current.getSpanId());
        }
    }
}
