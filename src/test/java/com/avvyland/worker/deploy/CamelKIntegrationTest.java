// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No Java type knows the traits of Camel K 2.11, so the ones in use are written down here, from its trait reference. */
class CamelKIntegrationTest {

    private static final Path FILE = Path.of("deploy/camel-k/integration.yaml");

    private static final Map<String, Set<String>> TRAITS = Map.of(
            "container",
            Set.of(
                    "auto",
                    "requestCPU",
                    "requestMemory",
                    "limitCPU",
                    "limitMemory",
                    "ports",
                    "expose",
                    "port",
                    "portName",
                    "servicePort",
                    "servicePortName",
                    "name",
                    "image",
                    "imagePullPolicy",
                    "runAsUser",
                    "runAsNonRoot",
                    "seccompProfileType",
                    "allowPrivilegeEscalation",
                    "capabilitiesDrop",
                    "capabilitiesAdd"),
            "environment",
            Set.of("containerMeta", "httpProxy", "vars"),
            "mount",
            Set.of("configs", "resources", "volumes", "emptyDirs", "hotReload"),
            "health",
            Set.of(
                    "enabled",
                    "startupProbeEnabled",
                    "startupProbe",
                    "startupPort",
                    "startupPeriod",
                    "startupTimeout",
                    "startupFailureThreshold",
                    "livenessProbeEnabled",
                    "livenessProbe",
                    "livenessPort",
                    "livenessPeriod",
                    "livenessTimeout",
                    "livenessFailureThreshold",
                    "readinessProbeEnabled",
                    "readinessProbe",
                    "readinessPort",
                    "readinessPeriod",
                    "readinessTimeout",
                    "readinessFailureThreshold"),
            "pdb",
            Set.of("enabled", "maxUnavailable", "minAvailable"),
            "keda",
            Set.of(
                    "enabled",
                    "auto",
                    "autoMetadata",
                    "pollingInterval",
                    "cooldownPeriod",
                    "idleReplicaCount",
                    "minReplicaCount",
                    "maxReplicaCount",
                    "triggers"));

    private static final Set<String> POD = Set.of(
            "automountServiceAccountToken",
            "enableServiceLinks",
            "volumes",
            "initContainers",
            "containers",
            "terminationGracePeriodSeconds",
            "nodeSelector",
            "topologySpreadConstraints",
            "securityContext");

    @TempDir
    Path scratch;

    @Test
    void itIsASelfManagedImageWithKnownTraitsAlone() throws Exception {
        JsonNode integration = Yaml.document(FILE);
        JsonNode spec = integration.path("spec");

        assertThat(integration.path("apiVersion").asText()).isEqualTo("camel.apache.org/v1");
        assertThat(integration.path("kind").asText()).isEqualTo("Integration");
        assertThat(spec.propertyStream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("replicas", "traits", "template");
        assertThat(trait("container").path("image").asText())
                .contains("/")
                .contains(":")
                .doesNotEndWith(":latest");
        spec.path("traits").propertyStream().forEach(trait -> {
            assertThat(TRAITS).containsKey(trait.getKey());
            assertThat(trait.getValue().propertyStream().map(Map.Entry::getKey))
                    .as(trait.getKey())
                    .isSubsetOf(TRAITS.get(trait.getKey()));
        });
    }

    @Test
    void thePodTemplateIsWhatKubernetesKnowsAndCamelKPassesOn() throws Exception {
        JsonNode pod = Yaml.document(FILE).at("/spec/template/spec");

        assertThatCode(() -> KubernetesTypes.read(pod, PodSpec.class)).doesNotThrowAnyException();
        assertThat(pod.propertyStream().map(Map.Entry::getKey)).isSubsetOf(POD);
        assertThat(pod.at("/containers/0/name"))
                .as("merged by name")
                .isEqualTo(trait("container").path("name"));
    }

    @Test
    void itMountsWhatTheDeploymentMounts() throws Exception {
        assertThat(Yaml.strings(trait("mount").path("resources")))
                .containsExactlyInAnyOrder(
                        "configmap:avvy-config/config.yaml@/opt/avvy/config.yaml",
                        "configmap:avvy-routes@/opt/avvy/routes",
                        "configmap:avvy-kamelets@/opt/avvy/kamelets",
                        "configmap:avvy-prompts@/opt/avvy/prompts");
        assertThat(Yaml.strings(trait("mount").path("emptyDirs")))
                .singleElement()
                .asString()
                .startsWith("tmp:/tmp:");
    }

    @Test
    void itHasNoMoreRightsThanTheDeployment() throws Exception {
        JsonNode container = trait("container");
        JsonNode pod = Yaml.document(FILE).at("/spec/template/spec");

        assertThat(container.path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(container.path("runAsUser").asInt()).isEqualTo(10001);
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(Yaml.strings(container.path("capabilitiesDrop"))).containsExactly("ALL");
        assertThat(container.has("capabilitiesAdd")).isFalse();
        assertThat(container.path("seccompProfileType").asText()).isEqualTo("RuntimeDefault");
        assertThat(pod.at("/containers/0/securityContext/readOnlyRootFilesystem")
                        .asBoolean())
                .isTrue();
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    }

    @Test
    void itDrainsAndMeasuresAsTheDeployment() throws Exception {
        JsonNode pod = Yaml.document(FILE).at("/spec/template/spec");
        JsonNode other =
                Yaml.document(Path.of("deploy/kubernetes/base/deployment.yaml")).at("/spec/template/spec");
        JsonNode limits = other.at("/containers/0/resources/limits");

        assertThat(pod.path("terminationGracePeriodSeconds")).isEqualTo(other.path("terminationGracePeriodSeconds"));
        assertThat(pod.at("/containers/0/args")).isEqualTo(other.at("/containers/0/args"));
        assertThat(trait("container").path("limitMemory")).isEqualTo(limits.path("memory"));
        assertThat(trait("container").path("limitCPU")).isEqualTo(limits.path("cpu"));
    }

    @Test
    void everyVariableIsOneOfTheWorkersAndEverySecretComesFromTheSecret() throws Exception {
        var known = new WorkerVariables();
        List<String> variables = Yaml.strings(trait("environment").path("vars"));

        assertThat(variables).isNotEmpty();
        for (String each : variables) {
            String name = each.substring(0, each.indexOf('='));
            assertThat(known.all()).contains(name);
            assertThat(each.equals(name + "=secret:avvy-secrets/" + name))
                    .as(each)
                    .isEqualTo(known.secret(name, scratch));
        }
    }

    private static JsonNode trait(String name) throws Exception {
        return Yaml.document(FILE).at("/spec/traits/" + name);
    }
}
