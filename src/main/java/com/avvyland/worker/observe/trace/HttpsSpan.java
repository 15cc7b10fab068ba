// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.trace;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.decorators.HttpsSpanDecorator;

/** Describes a call by TLS as {@link HttpSpan} does; Camel wants a class that extends its own for each scheme. Stateless. */
public final class HttpsSpan extends HttpsSpanDecorator {

    private final HttpSpan call = new HttpSpan();

    @Override
    public String getHttpMethod(Exchange exchange, Endpoint endpoint) {
        return call.getHttpMethod(exchange, endpoint);
    }

    @Override
    public String getOperationName(Exchange exchange, Endpoint endpoint) {
        return call.getOperationName(exchange, endpoint);
    }

    @Override
    public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
        call.beforeTracingEvent(span, exchange, endpoint);
    }

    @Override
    public void afterTracingEvent(Span span, Exchange exchange) {
        call.afterTracingEvent(span, exchange);
    }
}
