// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.asynq.PayloadHeaders;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborLimits;
import com.avvyland.worker.task.CborReader;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the trace context that a producer wrote into the CBOR payload, where the task has no headers. */
public final class TraceHeaders implements PayloadHeaders {

    private final CborReader reader;

    public TraceHeaders(CborLimits limits) {
        this.reader = new CborReader(limits);
    }

    /** The two keys that every task family has; all others are skipped. */
    private record Trace(
            @Nullable String traceparent, @Nullable String tracestate) {}

    /**
     * Read the payload's {@code traceparent} and {@code tracestate}; the consumer checks their form.
     *
     * @throws RuntimeException when the document is refused
     */
    @Override
    public Map<String, String> of(ByteBuffer payload) {
        Trace trace = reader.read(bytes(payload), Trace.class);
        Map<String, String> headers = new HashMap<>();
        put(headers, "traceparent", trace.traceparent());
        put(headers, "tracestate", trace.tracestate());
        return headers;
    }

    private static Bytes bytes(ByteBuffer payload) {
        if (payload.hasArray()) {
            return new Bytes(payload.array(), payload.arrayOffset() + payload.position(), payload.remaining());
        }
        byte[] copy = new byte[payload.remaining()];
        payload.get(copy);
        return Bytes.of(copy);
    }

    private static void put(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }
}
