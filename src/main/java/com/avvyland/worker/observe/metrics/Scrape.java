// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** Holds all meters of the process and writes them as Prometheus text. Thread-safe. */
public final class Scrape implements AutoCloseable {

    /** Under this name camel-micrometer keeps its registry; what is bound there is used by every component. */
    static final String NAME = "metricsRegistry";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Create the meters of the virtual machine. */
    public Scrape() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Return the registry and the name under which components look for it. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Return the name under which components look for the registry. */
    public static String name() {
        return NAME;
    }

    /** Write what is measured, in the text format 0.0.4. */
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
