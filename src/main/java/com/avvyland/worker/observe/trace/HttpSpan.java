// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.trace;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.decorators.HttpSpanDecorator;
import org.jspecify.annotations.Nullable;

/**
 * Describes a call by OpenTelemetry's conventions for HTTP, its method, host, port and status: no path, no query, no user
 * information. Stateless.
 */
public final class HttpSpan extends HttpSpanDecorator {

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
    private static final String OTHER = "HTTP";

    static boolean isName(String name) {
        return METHODS.contains(name) || name.equals(OTHER);
    }

    /** Return the method of the message, else POST: Camel's own guess takes an endpoint with options for a GET. */
    @Override
    public String getHttpMethod(Exchange exchange, Endpoint endpoint) {
        Object given = exchange.getIn().getHeader(Exchange.HTTP_METHOD);
        String method = given == null ? "POST" : given.toString();
        return METHODS.contains(method) ? method : OTHER;
    }

    @Override
    public String getOperationName(Exchange exchange, Endpoint endpoint) {
        return getHttpMethod(exchange, endpoint);
    }

    @Override
    public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
        span.setTag("http.request.method", getHttpMethod(exchange, endpoint));
        String route = ExchangeHelper.getAtRouteId(exchange);
        if (route != null) {
            span.setTag("camel.route", route);
        }
        URI target = target(exchange, endpoint);
        if (target != null && target.getHost() != null) {
            span.setTag("server.address", target.getHost());
            int port = target.getPort() >= 0 ? target.getPort() : "http".equals(target.getScheme()) ? 80 : 443;
            span.setTag("server.port", String.valueOf(port));
        }
    }

    @Override
    public void afterTracingEvent(Span span, Exchange exchange) {
        Integer status = status(exchange);
        if (status != null) {
            span.setTag("http.response.status_code", status.toString());
        }
        if (exchange.isFailed() || status != null && status >= 400) {
            span.setError(true);
        }
    }

    /** The callback's answer is received into a variable of this name, every other one into the message. */
    private static @Nullable Integer status(Exchange exchange) {
        Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        if (status == null && exchange.getVariable("header:answer") instanceof Map<?, ?> answer) {
            return answer.get(Exchange.HTTP_RESPONSE_CODE) instanceof Integer code ? code : null;
        }
        return status;
    }

    private static @Nullable URI target(Exchange exchange, Endpoint endpoint) {
        String given = exchange.getIn().getHeader(Exchange.HTTP_URI, String.class);
        String url = given == null ? endpoint.getEndpointUri() : given;
        int query = url.indexOf('?');
        try {
            return new URI(query < 0 ? url : url.substring(0, query));
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
