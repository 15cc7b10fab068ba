// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import com.avvyland.worker.asynq.proto.TaskMessage;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses which of a task's headers reach the route, and completes its trace context from the payload. Stateless. */
final class InboundHeaders {

    private static final Logger LOG = LoggerFactory.getLogger(InboundHeaders.class);

    private final HeaderFilterStrategy filter;
    private final @Nullable PayloadHeaders fromPayload;

    InboundHeaders(HeaderFilterStrategy filter, @Nullable PayloadHeaders fromPayload) {
        this.filter = filter;
        this.fromPayload = fromPayload;
    }

    /** Return the headers by name, in lower case. */
    Map<String, String> of(TaskMessage task, ByteBuffer payload, Exchange exchange) {
        Map<String, String> headers = new HashMap<>();
        task.getHeadersMap().forEach((name, value) -> {
            if (!filter.applyFilterToExternalHeaders(name, value, exchange)) {
                headers.put(name.toLowerCase(Locale.ROOT), value);
            }
        });
        TraceContext.clean(headers);
        if (fromPayload != null && !headers.containsKey(TraceContext.PARENT)) {
            headers.putAll(trace(fromPayload, task.getId(), payload.duplicate()));
        }
        return headers;
    }

    /** The payload is the application's, and hostile: no error in reading it may cost the task. */
    private static Map<String, String> trace(PayloadHeaders reader, String id, ByteBuffer payload) {
        Map<String, String> trace = new HashMap<>();
        try {
            Map<String, String> found = reader.of(payload);
            for (String name : new String[] {TraceContext.PARENT, TraceContext.STATE}) {
                String value = found.get(name);
                if (value != null) {
                    trace.put(name, value);
                }
            }
        } catch (Exception | StackOverflowError e) {
            LOG.debug("task {}: no trace context in the payload", id, e);
            return Map.of();
        }
        TraceContext.clean(trace);
        return trace;
    }
}
