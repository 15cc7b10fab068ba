// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says where traces go. What is absent was not set: the standard {@code OTEL_*} variables decide, then their defaults.
 *
 * @param endpoint without {@code /v1/traces}
 * @param headers {@code name=value,...}, percent-encoded
 * @param sampleRatio 0..1, of the traces that begin here
 */
public record TracingConfig(
        boolean enabled,
        @Nullable URI endpoint,
        @Nullable Secret headers,
        @Nullable String serviceName,
        @Nullable Double sampleRatio) {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    static TracingConfig of(Values values) {
        boolean insecure = values.get(TelemetrySettings.OTLP_INSECURE);
        // Refused already when it is anything but the only one.
        values.get(TelemetrySettings.OTLP_PROTOCOL);
        Secret headers = values.find(TelemetrySettings.OTLP_HEADERS);
        String endpoint = values.findSet(TelemetrySettings.OTLP_ENDPOINT);
        String grafana = grafana(values);
        if (grafana != null) {
            if (endpoint != null || headers != null) {
                throw new InvalidConfigException("%s: beside GRAFANA_OTLP_ENDPOINT (expected: one of the two)"
                        .formatted(endpoint != null ? "OTLP_ENDPOINT" : "OTLP_HEADERS"));
            }
            endpoint = grafana;
            headers = basic(values);
        }
        URI target = endpoint == null
                ? null
                : URI.create(endpoint.contains("://") ? endpoint : (insecure ? "http://" : "https://") + endpoint);
        if (target != null && headers != null && !insecure && inClear(target)) {
            throw new InvalidConfigException(
                    "worker.tracing.endpoint: http with headers (expected: https, or OTLP_INSECURE=true)");
        }
        return new TracingConfig(
                values.get(TelemetrySettings.TRACING),
                target,
                headers,
                values.findSet(TelemetrySettings.OTLP_SERVICE_NAME),
                values.findSet(TelemetrySettings.OTLP_SAMPLE_RATIO));
    }

    private static boolean inClear(URI target) {
        return "http".equals(target.getScheme()) && !THIS_MACHINE.contains(target.getHost());
    }

    private static @Nullable String grafana(Values values) {
        String endpoint = values.find(TelemetrySettings.GRAFANA_ENDPOINT);
        boolean id = values.find(TelemetrySettings.GRAFANA_INSTANCE) != null;
        boolean token = values.find(TelemetrySettings.GRAFANA_TOKEN) != null;
        if (id != token || id != (endpoint != null)) {
            throw new InvalidConfigException(
                    "worker.tracing.grafana: incomplete (expected: all of GRAFANA_OTLP_ENDPOINT, GRAFANA_OTLP_INSTANCE_ID"
                            + " and GRAFANA_OTLP_API_TOKEN, or none)");
        }
        return endpoint;
    }

    private static Secret basic(Values values) {
        String pair = values.get(TelemetrySettings.GRAFANA_INSTANCE)
                + ":"
                + values.get(TelemetrySettings.GRAFANA_TOKEN).reveal();
        String credentials = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return new Secret("Authorization=Basic%20" + URLEncoder.encode(credentials, StandardCharsets.UTF_8));
    }
}
