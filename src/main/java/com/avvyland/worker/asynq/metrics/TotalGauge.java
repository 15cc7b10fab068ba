// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Registers what goes up and down, but has a name in {@code _total} in asynq.
 *
 * <p>Prometheus' Java client strips this ending from gauges and adds it to counters. So a Prometheus registry gets a
 * function counter, which shows the value as it is: the name is right, the {@code TYPE} line says counter. Other
 * registries might send a counter's differences, and get a gauge. Stateless.
 */
final class TotalGauge {

    private TotalGauge() {}

    static <T> Meter register(
            MeterRegistry registry, String name, Tags tags, String description, T of, ToDoubleFunction<T> value) {
        return isPrometheus(registry)
                ? FunctionCounter.builder(name, of, value)
                        .tags(tags)
                        .description(description)
                        .register(registry)
                : Gauge.builder(name, of, value)
                        .tags(tags)
                        .description(description)
                        .register(registry);
    }

    private static boolean isPrometheus(MeterRegistry registry) {
        if (registry instanceof CompositeMeterRegistry composite) {
            return composite.getRegistries().stream().anyMatch(TotalGauge::isPrometheus);
        }
        // By name, as the class is in an optional jar, and in another package before Micrometer 1.13.
        for (@Nullable Class<?> type = registry.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getSimpleName().equals("PrometheusMeterRegistry")) {
                return true;
            }
        }
        return false;
    }
}
