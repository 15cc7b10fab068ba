// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.task.Task;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Headers;
import org.jspecify.annotations.Nullable;

/** Takes the trace context of a payload where the queue's own headers bring none. Stateless. */
public final class TraceHeaders {

    /** Set {@code traceparent} and {@code tracestate} from the task, both or neither. */
    public void adopt(@Body Task task, @Headers Map<String, Object> headers) {
        if (headers.containsKey("traceparent") || task.traceparent() == null) {
            return;
        }
        put(headers, "traceparent", task.traceparent());
        put(headers, "tracestate", task.tracestate());
    }

    private static void put(Map<String, Object> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }
}
