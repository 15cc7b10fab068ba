// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.trace;

import com.avvyland.worker.config.TracingConfig;
import com.avvyland.worker.observe.StepListener;
import com.avvyland.worker.observe.StepTime;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the traces of a Camel context by OTLP, over HTTP. Thread-safe.
 *
 * <p>A task never waits for it: spans wait in a bounded queue, 2048 of them, and what does not fit is dropped.
 */
public final class Tracing implements StepListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);

    /** Past it, spans that are still to be sent are lost. */
    private static final Duration LAST_EXPORT = Duration.ofSeconds(5);

    private final ExporterLog exporterLog;
    private final OpenTelemetrySdk sdk;
    private final WorkerTracer tracer;

    private Tracing(ExporterLog exporterLog, OpenTelemetrySdk sdk, WorkerTracer tracer) {
        this.exporterLog = exporterLog;
        this.sdk = sdk;
        this.tracer = tracer;
    }

    /**
     * Begin to trace.
     *
     * @return null, and a line in the log, when a standard variable is wrong: a task is worth more than its trace
     */
    public static @Nullable Tracing open(CamelContext context, TracingConfig config) {
        ExporterLog log = ExporterLog.open();
        try {
            OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> OtelProperties.DEFAULTS)
                    .addPropertiesCustomizer(_ -> OtelProperties.of(config))
                    .addSpanExporterCustomizer((exporter, _) -> new AllowedSpans(exporter))
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk();
            // Only this propagator: Camel would send its own marks as baggage.
            context.getRegistry()
                    .bind("w3cTraceContext", ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
            context.getRegistry()
                    .bind("spans", new KindTracer(sdk.getTracerProvider().get("avvy-worker")));
            WorkerTracer tracer = new WorkerTracer();
            tracer.setCamelContext(context);
            tracer.init(context);
            return new Tracing(log, sdk, tracer);
        } catch (ConfigurationException e) {
            log.close();
            // What stands behind an equals sign may be a header.
            LOG.error("tracing: off: {}", String.valueOf(e.getMessage()).replaceAll("=.*", "=..."));
            return null;
        }
    }

    @Override
    public void began(Exchange exchange, String step) {
        tracer.began(exchange, step);
    }

    @Override
    public void ended(Exchange exchange, StepTime time) {
        tracer.ended(exchange, time.step());
    }

    /** Send what is left, for five seconds at most. */
    @Override
    public void close() {
        if (!sdk.shutdown().join(LAST_EXPORT.toMillis(), TimeUnit.MILLISECONDS).isSuccess()) {
            LOG.warn("traces: the last spans were not sent within {}", LAST_EXPORT);
        }
        exporterLog.close();
    }
}
