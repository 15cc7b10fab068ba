// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Lets the attributes through that are named here, and no event and no description: whatever a library writes into a
 * span, no payload, URL, key or error text leaves the process with it. Thread-safe.
 */
final class AllowedSpans implements SpanExporter {

    /** The table in docs/observability.md. */
    static final Set<String> ATTRIBUTES = Set.of(
            "messaging.system",
            "messaging.operation.type",
            "messaging.destination.name",
            "messaging.message.id",
            "asynq.task.type",
            "asynq.task.retried",
            "http.request.method",
            "http.response.status_code",
            "server.address",
            "server.port",
            "camel.route",
            "error.type");

    private final SpanExporter exporter;

    AllowedSpans(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return exporter.export(spans.stream().<SpanData>map(AllowedSpan::new).toList());
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    private static final class AllowedSpan extends DelegatingSpanData {

        private final Attributes allowed;

        AllowedSpan(SpanData span) {
            super(span);
            allowed = span.getAttributes().toBuilder()
                    .removeIf(key -> !ATTRIBUTES.contains(key.getKey()))
                    .build();
        }

        @Override
        public Attributes getAttributes() {
            return allowed;
        }

        @Override
        public int getTotalAttributeCount() {
            return allowed.size();
        }

        @Override
        public List<EventData> getEvents() {
            return List.of();
        }

        @Override
        public int getTotalRecordedEvents() {
            return 0;
        }

        @Override
        public StatusData getStatus() {
            return StatusData.create(super.getStatus().getStatusCode(), "");
        }
    }
}
