// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.metrics;

import com.avvyland.worker.preview.RendererPool;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Adds the worker's meters to whatever registry a context has: ours, or that of {@code camel run}. Stateless. */
public final class WorkerRegistry {

    private WorkerRegistry() {}

    /** Add the worker's meters to the registry of a context; return null where there is none. */
    public static @Nullable WorkMeters bind(CamelContext context, RendererPool renderers) {
        MeterRegistry registry = context.getRegistry().lookupByNameAndType(Scrape.NAME, MeterRegistry.class);
        if (registry == null) {
            return null;
        }
        Gauge.builder("avvy.renderers", renderers, RendererPool::size)
                .description("Browsers that render")
                .register(registry);
        Gauge.builder("avvy.renderers.busy", renderers, RendererPool::busy)
                .description("Browsers that are lent to a task")
                .register(registry);
        FunctionCounter.builder("avvy.renderers.replaced", renderers, RendererPool::recycled)
                .description("Browsers replaced since the start, for whatever reason")
                .register(registry);
        FunctionCounter.builder("avvy.models.rendered", renderers, RendererPool::rendered)
                .description("Models rendered since the start")
                .register(registry);
        return new WorkMeters(registry);
    }
}
