// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.deploy;

import static com.avvyland.worker.deploy.Yaml.named;
import static com.avvyland.worker.deploy.Yaml.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.avvyland.worker.config.Config;
import com.avvyland.worker.config.ConfigLoader;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeployManifestsTest {

    private static final Path KUBERNETES = Path.of("deploy/kubernetes");
    private static final Path BASE = KUBERNETES.resolve("base");

    /** What a worker needs after its shutdown timeout: requeue, acknowledge, close the browsers. */
    private static final Duration MARGIN = Duration.ofSeconds(20);

    @TempDir
    Path scratch;

    @Test
    void everyFieldIsOneThatKubernetesKnows() throws Exception {
        List<JsonNode> manifests = Yaml.below(BASE).stream()
                .filter(each -> !each.path("kind").asText().equals("Kustomization"))
                .toList();

        assertThat(manifests).hasSize(4);
        for (JsonNode manifest : manifests) {
            assertThatCode(() -> KubernetesTypes.read(manifest)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes/base", "kubernetes/overlays/autoscaled", "kubernetes/overlays/projection"})
    void kustomizeRendersWhatKubernetesKnowsWithEveryReferenceMet(String folder) throws Exception {
        Kustomization.assumeKubectl();
        List<JsonNode> rendered = Kustomization.render(Path.of("deploy", folder));

        List<JsonNode> own = rendered.stream().filter(KubernetesTypes::known).toList();
        assertThat(own).hasSizeGreaterThan(5);
        for (JsonNode manifest : own) {
            assertThatCode(() -> KubernetesTypes.read(manifest)).doesNotThrowAnyException();
        }
        List<String> maps = rendered.stream()
                .filter(each -> each.path("kind").asText().equals("ConfigMap"))
                .map(each -> each.at("/metadata/name").asText())
                .toList();
        JsonNode pod = deployment(rendered).at("/spec/template/spec");
        assertThat(pod.path("volumes")
                        .valueStream()
                        .map(each -> each.at("/configMap/name").asText())
                        .filter(each -> !each.isEmpty()))
                .hasSize(4)
                .allMatch(maps::contains);
        assertThat(pod.at("/containers/0/envFrom/0/configMapRef/name").asText()).isIn(maps);
        assertThat(pod.at("/containers/0/image").asText())
                .contains("/")
                .contains(":")
                .doesNotEndWith(":latest");
    }

    @Test
    void thePodHasNoRightsBeyondItsWork() throws Exception {
        JsonNode pod = pod();
        JsonNode context = container().path("securityContext");

        assertThat(pod.path("automountServiceAccountToken")).isEqualTo(Yaml.JSON.valueToTree(false));
        assertThat(Yaml.document(BASE.resolve("service-account.yaml")).path("automountServiceAccountToken"))
                .isEqualTo(Yaml.JSON.valueToTree(false));
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(10001);
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(context.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(context.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(context.path("privileged").asBoolean(true)).isFalse();
        assertThat(strings(context.at("/capabilities/drop"))).containsExactly("ALL");
        assertThat(context.at("/capabilities/add").isMissingNode()).isTrue();
        for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
            assertThat(pod.path(host).asBoolean()).isFalse();
        }
    }

    @Test
    void theMountsCoverWhatTheImageReadsAndTheOnlyPlaceItWrites() throws Exception {
        Map<String, String> mounts = new TreeMap<>();
        container().path("volumeMounts").forEach(each -> {
            JsonNode volume = named(volumes(), each.path("name").asText());
            assertThat(volume.isMissingNode()).as("volume of %s", each).isFalse();
            mounts.put(
                    each.path("mountPath").asText(),
                    volume.at("/configMap/name").asText("emptyDir"));
            assertThat(each.path("readOnly").asBoolean()).isEqualTo(volume.has("configMap"));
        });

        assertThat(mounts)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "/tmp", "emptyDir",
                        "/opt/avvy/config.yaml", "avvy-config",
                        "/opt/avvy/routes", "avvy-routes",
                        "/opt/avvy/kamelets", "avvy-kamelets",
                        "/opt/avvy/prompts", "avvy-prompts"));
        assertThat(named(volumes(), "tmp").at("/emptyDir/sizeLimit").asText()).isNotEmpty();
    }

    @Test
    void theWorkerDrainsWithinTheGraceOfItsPod() throws Exception {
        Duration grace =
                Duration.ofSeconds(pod().path("terminationGracePeriodSeconds").asLong());

        assertThat(grace).isGreaterThanOrEqualTo(config().shutdownTimeout().plus(MARGIN));
    }

    @Test
    void theConfigurationIsOneThatTheWorkerStartsWith() throws Exception {
        Config config = config();

        assertThat(config.telemetry().observeAddress()).isEqualTo("0.0.0.0");
        assertThat(config.previews().browserInstall().name()).isEqualToIgnoringCase("never");
        assertThat(port(container())).isEqualTo(config.telemetry().observePort());
    }

    @Test
    void everyVariableIsOneOfTheWorkers() throws Exception {
        var known = new WorkerVariables();
        Map<String, String> plain = WorkerVariables.file(BASE.resolve("worker.env"));
        Map<String, String> secrets = WorkerVariables.file(KUBERNETES.resolve("secrets.env.example"));

        assertThat(known.all()).containsAll(plain.keySet()).containsAll(secrets.keySet());
        for (String name : plain.keySet()) {
            assertThat(known.secret(name, scratch)).as(name).isFalse();
        }
        for (Map.Entry<String, String> each : secrets.entrySet()) {
            assertThat(known.secret(each.getKey(), scratch)).as(each.getKey()).isTrue();
            assertThat(each.getValue()).as("%s in the example", each.getKey()).isEmpty();
        }
        for (String name : known.all()) {
            assertThat(secrets.containsKey(name))
                    .as("%s: in the example if it is a secret", name)
                    .isEqualTo(known.secret(name, scratch));
        }
        assertThat(container().has("env")).isFalse();
    }

    @Test
    void aBudgetNeverKeepsTheOnlyPodOnItsNode() throws Exception {
        JsonNode budget = Yaml.document(BASE.resolve("disruption-budget.yaml")).path("spec");

        assertThat(budget.path("maxUnavailable").asInt()).isEqualTo(1);
        assertThat(budget.has("minAvailable")).isFalse();
        assertThat(budget.at("/selector/matchLabels")).isEqualTo(selector());
    }

    @Test
    void everySelectorMeetsThePodsLabels() throws Exception {
        JsonNode labels = deployment().at("/spec/template/metadata/labels");
        JsonNode policy = Yaml.document(BASE.resolve("network-policy.yaml"));
        JsonNode monitor = Yaml.document(KUBERNETES.resolve("components/pod-monitor/pod-monitor.yaml"));

        for (JsonNode selector : List.of(
                selector(),
                policy.at("/spec/podSelector/matchLabels"),
                monitor.at("/spec/selector/matchLabels"),
                pod().at("/topologySpreadConstraints/0/labelSelector/matchLabels"))) {
            assertThat(selector.properties()).isNotEmpty().isSubsetOf(labels.properties());
        }
        assertThat(monitor.at("/spec/podMetricsEndpoints/0/port").asText())
                .isEqualTo(container().at("/ports/0/name").asText());
    }

    @Test
    void theNetworkIsOpenForDnsRedisAndPublicHttpsAlone() throws Exception {
        JsonNode spec = Yaml.document(BASE.resolve("network-policy.yaml")).path("spec");

        assertThat(strings(spec.path("policyTypes"))).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(ports(spec.path("ingress"))).containsExactly(port(container()));
        assertThat(ports(spec.path("egress"))).containsExactlyInAnyOrder(53, 53, 6379, 443);
        assertThat(Stream.of("ingress", "egress")
                        .flatMap(each -> spec.path(each).valueStream()))
                .allMatch(rule -> rule.path("to").size() + rule.path("from").size() > 0, "names who may");
        JsonNode https = spec.path("egress")
                .valueStream()
                .filter(rule -> rule.at("/ports/0/port").asInt() == 443)
                .findFirst()
                .orElseThrow();
        assertThat(strings(https.at("/to/0/ipBlock/except")))
                .contains("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10");
    }

    private Config config() {
        return new ConfigLoader(
                        Map.of("MODEL_PREVIEW_CALLBACK_SECRET", "x"),
                        Path.of("deploy/config").toAbsolutePath())
                .load();
    }

    private static List<Integer> ports(JsonNode rules) {
        return rules.valueStream()
                .flatMap(rule -> rule.path("ports").valueStream())
                .map(each -> each.path("port").asInt())
                .toList();
    }

    private static int port(JsonNode container) {
        return container.at("/ports/0/containerPort").asInt();
    }

    private static JsonNode deployment(List<JsonNode> manifests) {
        return manifests.stream()
                .filter(each -> each.path("kind").asText().equals("Deployment"))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode deployment() throws Exception {
        return Yaml.document(BASE.resolve("deployment.yaml"));
    }

    private static JsonNode selector() throws Exception {
        return deployment().at("/spec/selector/matchLabels");
    }

    private static JsonNode pod() throws Exception {
        return deployment().at("/spec/template/spec");
    }

    private static JsonNode container() throws Exception {
        return pod().at("/containers/0");
    }

    private static JsonNode volumes() {
        try {
            return pod().path("volumes");
        } catch (Exception unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
