// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.trace;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;

/**
 * Gives spans their kind by their name: Camel 4.18 makes them all internal, and a backend draws its map of services from
 * kinds. Stateless.
 */
record KindTracer(Tracer tracer) implements Tracer {

    @Override
    public SpanBuilder spanBuilder(String name) {
        SpanBuilder builder = tracer.spanBuilder(name);
        if (name.startsWith(AsynqSpan.PROCESS)) {
            return builder.setSpanKind(SpanKind.CONSUMER);
        }
        if (name.startsWith(AsynqSpan.SEND)) {
            return builder.setSpanKind(SpanKind.PRODUCER);
        }
        return HttpSpan.isName(name) ? builder.setSpanKind(SpanKind.CLIENT) : builder;
    }
}
