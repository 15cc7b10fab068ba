// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, in the exchange, which header values the component set itself.
 *
 * <p>The same headers describe a task received and a task to enqueue. Without this a route from one queue to another
 * would enqueue to the queue it consumes, under the id that is there already. Stateless.
 */
final class OwnHeaders {

    private static final String PROPERTY = "CamelAsynqOwnHeaders";

    private OwnHeaders() {}

    static void set(Exchange exchange, Map<String, Object> headers) {
        Map<String, Object> own = new HashMap<>(of(exchange));
        own.putAll(headers);
        // A new map each time: copies of the exchange share the property.
        exchange.setProperty(PROPERTY, Map.copyOf(own));
        headers.forEach(exchange.getMessage()::setHeader);
    }

    /** Return the header's value that the route gave, null where it gave none or the value is the component's own. */
    static <T> @Nullable T given(Message message, String name, Class<T> type) {
        Object value = message.getHeader(name);
        Exchange exchange = message.getExchange();
        if (value == null || (exchange != null && value.equals(of(exchange).get(name)))) {
            return null;
        }
        return message.getHeader(name, type);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Map.of(), Map.class);
    }
}
