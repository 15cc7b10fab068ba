// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.trace;

import com.avvyland.worker.config.Secret;
import com.avvyland.worker.config.TracingConfig;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Says the worker's settings in the SDK's words. Stateless. */
final class OtelProperties {

    /** Lose against the standard variables. */
    static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "avvy-worker",
            // Milliseconds; a collector in the same network takes a few.
            "otel.exporter.otlp.timeout", "3000",
            "otel.span.attribute.value.length.limit", "256");

    private OtelProperties() {}

    /** Return what wins over the standard variables: the settings that were given, and what there is no choice about. */
    static Map<String, String> of(TracingConfig config) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "otel.traces.exporter", "otlp",
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none",
                "otel.exporter.otlp.traces.protocol", "http/protobuf"));
        URI endpoint = config.endpoint();
        if (endpoint != null) {
            properties.put("otel.exporter.otlp.traces.endpoint", endpoint + "/v1/traces");
        }
        Secret headers = config.headers();
        if (headers != null) {
            properties.put("otel.exporter.otlp.traces.headers", headers.reveal());
        }
        if (config.serviceName() != null) {
            properties.put("otel.service.name", config.serviceName());
        }
        if (config.sampleRatio() != null) {
            properties.put("otel.traces.sampler", "parentbased_traceidratio");
            properties.put("otel.traces.sampler.arg", config.sampleRatio().toString());
        }
        return properties;
    }
}
