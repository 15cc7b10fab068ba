// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import com.avvyland.worker.asynq.redis.Redis;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.apache.camel.CamelContext;

/** Shows the component in whatever collects measurements; knows no such library. Safe for several threads. */
interface Measures extends AutoCloseable {

    /** Shows nothing. */
    Measures NONE = new Measures() {
        @Override
        public Observer consumer(String route, IntSupplier running, int concurrency, BooleanSupplier up) {
            return Observer.NONE;
        }

        @Override
        public void queues(Redis redis, InstantSource clock) {}

        @Override
        public void close() {}
    };

    /** Return Micrometer's, where it is on the class path and Camel's registry has a MeterRegistry. */
    static Measures in(CamelContext camel) {
        // The class that needs Micrometer is only loaded when it is there.
        return camel.getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry") == null
                ? NONE
                : MicrometerMeasures.in(camel);
    }

    /** Show a consumer. */
    Observer consumer(String route, IntSupplier running, int concurrency, BooleanSupplier up);

    /** Show all queues of the first Redis that is given; asynq's labels leave no room for a second one. */
    void queues(Redis redis, InstantSource clock);

    @Override
    void close();
}
