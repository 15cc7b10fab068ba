// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.metrics.InspectedQueues;
import com.avvyland.worker.asynq.metrics.QueueCounts;
import com.avvyland.worker.asynq.metrics.QueueMeters;
import com.avvyland.worker.asynq.metrics.WorkerMeters;
import com.avvyland.worker.asynq.redis.Redis;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the component in a Micrometer registry. */
final class MicrometerMeasures implements Measures {

    private static final Logger LOG = LoggerFactory.getLogger(MicrometerMeasures.class);

    /** Under this name camel-micrometer keeps the registry that it uses. */
    private static final String REGISTRY = "metricsRegistry";

    private final MeterRegistry registry;
    private @Nullable Redis shown;
    private @Nullable QueueMeters queues;

    private MicrometerMeasures(MeterRegistry registry) {
        this.registry = registry;
    }

    static Measures in(CamelContext camel) {
        MeterRegistry registry = camel.getRegistry().lookupByNameAndType(REGISTRY, MeterRegistry.class);
        if (registry == null) {
            registry = camel.getRegistry().findSingleByType(MeterRegistry.class);
        }
        return registry == null ? Measures.NONE : new MicrometerMeasures(registry);
    }

    @Override
    public Observer consumer(String route, IntSupplier running, int concurrency, BooleanSupplier up) {
        WorkerMeters meters = new WorkerMeters(registry, route, running, concurrency, up);
        return new Observer() {
            @Override
            public void ended(String type, Ending ending, Duration took) {
                meters.ended(type, ending.word(), took);
            }

            @Override
            public void close() {
                meters.close();
            }
        };
    }

    @Override
    public synchronized void queues(Redis redis, InstantSource clock) {
        if (queues == null) {
            queues = new QueueMeters(new QueueCounts(new InspectedQueues(new Inspector(redis, clock)), clock));
            queues.bindTo(registry);
            shown = redis;
        } else if (redis != shown) {
            LOG.info("asynq queue metrics: of one Redis only, the first that is used; another one is left out");
        }
    }

    @Override
    public synchronized void close() {
        if (queues != null) {
            queues.close();
            queues = null;
        }
    }
}
