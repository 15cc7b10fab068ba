// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracingConfigTest {

    @Test
    void leavesToTheStandardVariablesWhatNobodySet() {
        TracingConfig config = load(Map.of("TRACING_ENABLED", "true"));

        assertThat(config).isEqualTo(new TracingConfig(true, null, null, null, null));
    }

    @Test
    void makesABasicAuthorizationOfGrafanasThree() {
        TracingConfig config = load(Map.of(
                "GRAFANA_OTLP_ENDPOINT", "https://otlp-gateway-prod-eu-west-0.grafana.net/otlp",
                "GRAFANA_OTLP_INSTANCE_ID", "123456",
                "GRAFANA_OTLP_API_TOKEN", "glc_secret"));

        assertThat(config.endpoint()).isEqualTo(URI.create("https://otlp-gateway-prod-eu-west-0.grafana.net/otlp"));
        // As RFC 7617 makes it: base64 of 123456:glc_secret.
        assertThat(config.headers()).isEqualTo(new Secret("Authorization=Basic%20MTIzNDU2OmdsY19zZWNyZXQ%3D"));
        assertThat(config.toString()).doesNotContain("MTIz");
    }

    @Test
    void readsAnEndpointWithoutASchemeByInsecure() {
        assertThat(load(Map.of("OTLP_ENDPOINT", "alloy:4318")).endpoint()).isEqualTo(URI.create("https://alloy:4318"));
        assertThat(load(Map.of("OTLP_ENDPOINT", "alloy:4318", "OTLP_INSECURE", "true"))
                        .endpoint())
                .isEqualTo(URI.create("http://alloy:4318"));
    }

    @Test
    void sendsNoHeaderInClearToAnotherMachineUnasked() {
        Map<String, String> clear =
                Map.of("OTLP_ENDPOINT", "http://alloy:4318", "OTLP_HEADERS", "Authorization=canary");

        assertThatThrownBy(() -> load(clear))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("OTLP_INSECURE=true")
                .hasMessageNotContaining("canary");
        Map<String, String> asked = new HashMap<>(clear);
        asked.put("OTLP_INSECURE", "true");
        assertThat(load(asked).headers()).isNotNull();
    }

    @Test
    void refusesWhatCannotBe() {
        assertRefused(Map.of("OTLP_PROTOCOL", "grpc"), "http/protobuf");
        assertRefused(Map.of("GRAFANA_OTLP_ENDPOINT", "https://g.net"), "GRAFANA_OTLP_API_TOKEN");
        assertRefused(
                Map.of(
                        "OTLP_ENDPOINT", "http://localhost:4318",
                        "GRAFANA_OTLP_ENDPOINT", "https://g.net",
                        "GRAFANA_OTLP_INSTANCE_ID", "1",
                        "GRAFANA_OTLP_API_TOKEN", "t"),
                "OTLP_ENDPOINT: beside GRAFANA_OTLP_ENDPOINT");
        assertRefused(Map.of("OTLP_ENDPOINT", "https://user:pass@host"), "***");
        assertRefused(Map.of("OTLP_SAMPLE_RATIO", "2"), "0..1");
        assertRefused(Map.of("AVVY_OBSERVE_PORT", "70000"), "off");
        assertRefused(Map.of("AVVY_LOG_FORMAT", "xml"), "text, json");
    }

    @Test
    void opensNoPortWhenItIsOff() {
        assertThat(config(Map.of("AVVY_OBSERVE_PORT", "off")).telemetry().observePort())
                .isZero();
        assertThat(config(Map.of()).telemetry().observePort()).isEqualTo(9876);
    }

    private static void assertRefused(Map<String, String> environment, String said) {
        assertThatThrownBy(() -> config(environment))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(said);
    }

    private static TracingConfig load(Map<String, String> environment) {
        return config(environment).telemetry().tracing();
    }

    private static Config config(Map<String, String> environment) {
        Map<String, String> whole = new HashMap<>(environment);
        whole.put("MODEL_PREVIEW_CALLBACK_SECRET", "s");
        return new ConfigLoader(whole, Path.of("src")).load();
    }
}
