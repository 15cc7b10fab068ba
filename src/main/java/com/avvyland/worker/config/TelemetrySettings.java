// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import static com.avvyland.worker.config.Setting.of;
import static com.avvyland.worker.config.Setting.optional;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** Lists the settings of traces, metrics and the log, in the order of the README's table. */
final class TelemetrySettings {

    private static final Pattern ENDPOINT =
            Pattern.compile("(https?://)?([A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?(/[A-Za-z0-9_.~-]+)*/?");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9.:-]{1,253}");
    private static final int PORTS = 65_535;

    /** Without a scheme it is https, or http where {@code insecure} says so: the two are settings of their own. */
    private static final Kind<String> OTLP = new Kind<>("[http[s]://]host[:port][/path]", text -> {
        if (!ENDPOINT.matcher(text).matches()
                || URI.create(text.contains("://") ? text : "http://" + text).getPort() > PORTS) {
            throw new IllegalArgumentException();
        }
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    });

    private static final Kind<String> PROTOCOL = new Kind<>("http/protobuf", text -> {
        if (!text.equals("http/protobuf")) {
            throw new IllegalArgumentException();
        }
        return text;
    });

    private static final Kind<Integer> PORT = new Kind<>(
            "1..65535, or off",
            text -> text.equals("off") ? 0 : Kind.number(0, PORTS).parse().apply(text));

    private static final Kind<String> HOST = new Kind<>("an address: 127.0.0.1, 0.0.0.0, ::", text -> {
        if (!ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException();
        }
        return text;
    });

    static final Setting<Boolean> TRACING =
            of("worker.tracing.enabled", "TRACING_ENABLED", "false", Kind.FLAG, "whether traces are sent");
    static final Setting<String> OTLP_ENDPOINT = of(
            "worker.tracing.endpoint",
            "OTLP_ENDPOINT",
            "http://localhost:4318",
            OTLP,
            "where OTLP is taken; `/v1/traces` is added");
    static final Setting<Secret> OTLP_HEADERS =
            optional("worker.tracing.headers", "OTLP_HEADERS", Kind.SECRET, "`name=value,...` that go with it");
    static final Setting<String> OTLP_PROTOCOL =
            of("worker.tracing.protocol", "OTLP_PROTOCOL", "http/protobuf", PROTOCOL, "there is no other");
    static final Setting<Boolean> OTLP_INSECURE = of(
            "worker.tracing.insecure",
            "OTLP_INSECURE",
            "false",
            Kind.FLAG,
            "whether an endpoint without a scheme is http, and headers may go to another machine without TLS");
    static final Setting<String> OTLP_SERVICE_NAME =
            of("worker.tracing.service_name", "OTLP_SERVICE_NAME", "avvy-worker", Kind.TEXT, "`service.name`");
    static final Setting<Double> OTLP_SAMPLE_RATIO = of(
            "worker.tracing.sample_ratio",
            "OTLP_SAMPLE_RATIO",
            "1.0",
            Kind.RATIO,
            "share of the traces that begin here; a producer's decision is kept");
    static final Setting<String> GRAFANA_ENDPOINT = optional(
            "worker.tracing.grafana.endpoint",
            "GRAFANA_OTLP_ENDPOINT",
            OTLP,
            "instead of the endpoint: Grafana Cloud's");
    static final Setting<String> GRAFANA_INSTANCE = optional(
            "worker.tracing.grafana.instance_id",
            "GRAFANA_OTLP_INSTANCE_ID",
            Kind.TEXT,
            "instance id; all three or none");
    static final Setting<Secret> GRAFANA_TOKEN =
            optional("worker.tracing.grafana.api_token", "GRAFANA_OTLP_API_TOKEN", Kind.SECRET, "its token");
    static final Setting<Integer> OBSERVE_PORT = of(
            "worker.observe.port",
            "AVVY_OBSERVE_PORT",
            "9876",
            PORT,
            "where `worker` serves `/observe/metrics` and `/observe/health`; `off`: nowhere");
    static final Setting<String> OBSERVE_ADDRESS = of(
            "worker.observe.address",
            "AVVY_OBSERVE_ADDRESS",
            "127.0.0.1",
            HOST,
            "address of that port; `0.0.0.0`: all");
    static final Setting<LogFormat> LOG_FORMAT = of(
            "worker.log.format",
            "AVVY_LOG_FORMAT",
            "text",
            Kind.choice(LogFormat.class),
            "`json`: one object a line, for machines");

    static final List<Setting<?>> ALL = List.of(
            TRACING,
            OTLP_ENDPOINT,
            OTLP_HEADERS,
            OTLP_PROTOCOL,
            OTLP_INSECURE,
            OTLP_SERVICE_NAME,
            OTLP_SAMPLE_RATIO,
            GRAFANA_ENDPOINT,
            GRAFANA_INSTANCE,
            GRAFANA_TOKEN,
            OBSERVE_PORT,
            OBSERVE_ADDRESS,
            LOG_FORMAT);

    private TelemetrySettings() {}
}
