// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What KEDA counts must be where asynq keeps it, and no busy pod may be surplus. */
class ScalingTest {

    private static final Path OBJECTS = Path.of("deploy/kubernetes/components/keda/scaled-object.yaml");
    private static final Path INTEGRATION = Path.of("deploy/camel-k/integration.yaml");

    @Test
    void kubernetesScalesOnWaitingAndRunningTasksOfBothQueues() throws Exception {
        JsonNode spec = scaledObject().path("spec");

        assertLists(spec.path("triggers"), WorkerVariables.file(Path.of("deploy/kubernetes/base/worker.env")));
        assertThat(spec.path("minReplicaCount").asInt()).isEqualTo(1);
        assertThat(spec.path("idleReplicaCount").isMissingNode()).isTrue();
    }

    @Test
    void camelKScalesOnTheSame() throws Exception {
        JsonNode traits = Yaml.document(INTEGRATION).at("/spec/traits");
        var environment = new HashMap<String, String>();
        for (String each : Yaml.strings(traits.at("/environment/vars"))) {
            environment.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        }

        assertLists(traits.at("/keda/triggers"), environment);
        assertThat(traits.at("/keda/minReplicaCount").asInt()).isEqualTo(1);
        assertThat(traits.at("/keda/enabled").asBoolean()).isTrue();
        for (JsonNode trigger : traits.at("/keda/triggers")) {
            assertThat(trigger.at("/metadata/address").asText()).isEqualTo(environment.get("REDIS_ADDRESS"));
        }
    }

    @Test
    void thePasswordComesFromTheSecret() throws Exception {
        JsonNode authentication = Yaml.documents(OBJECTS).getFirst();

        assertThat(authentication.path("kind").asText()).isEqualTo("TriggerAuthentication");
        assertThat(authentication.at("/spec/secretTargetRef/0/key").asText()).isEqualTo("REDIS_PASSWORD");
        for (JsonNode trigger : scaledObject().at("/spec/triggers")) {
            assertThat(trigger.at("/authenticationRef/name")).isEqualTo(authentication.at("/metadata/name"));
        }
        for (JsonNode trigger : Yaml.document(INTEGRATION).at("/spec/traits/keda/triggers")) {
            assertThat(trigger.at("/secrets/0/mapping/REDIS_PASSWORD").asText()).isEqualTo("password");
        }
    }

    @Test
    void podsGoOneByOneAndEachHasTimeToDrain() throws Exception {
        JsonNode down = scaledObject().at("/spec/advanced/horizontalPodAutoscalerConfig/behavior/scaleDown");
        long grace = Yaml.document(Path.of("deploy/kubernetes/base/deployment.yaml"))
                .at("/spec/template/spec/terminationGracePeriodSeconds")
                .asLong();

        assertThat(down.at("/policies/0/value").asInt()).isEqualTo(1);
        assertThat(down.at("/policies/0/periodSeconds").asLong()).isGreaterThan(grace);
        assertThat(down.path("stabilizationWindowSeconds").asInt()).isGreaterThanOrEqualTo(300);
    }

    private static JsonNode scaledObject() throws Exception {
        return Yaml.documents(OBJECTS).getLast();
    }

    private static void assertLists(JsonNode triggers, Map<String, String> environment) throws Exception {
        var variables = new WorkerVariables();
        var lengths = new HashMap<String, Integer>();
        for (JsonNode trigger : triggers) {
            assertThat(trigger.path("type").asText()).isEqualTo("redis");
            lengths.put(
                    trigger.at("/metadata/listName").asText(),
                    Integer.parseInt(trigger.at("/metadata/listLength").asText()));
        }
        String preview = environment.getOrDefault("MODEL_PREVIEW_QUEUE_NAME", variables.fallback("worker.queue"));
        String projection =
                environment.getOrDefault("MODEL_PROJECTION_QUEUE_NAME", variables.fallback("worker.projection.queue"));
        assertThat(lengths.keySet())
                .containsExactlyInAnyOrderElementsOf(List.of(
                        "asynq:{%s}:pending".formatted(preview),
                        "asynq:{%s}:active".formatted(preview),
                        "asynq:{%s}:pending".formatted(projection),
                        "asynq:{%s}:active".formatted(projection)));
        // More running tasks a replica than it can run would call busy replicas surplus.
        assertThat(lengths.get("asynq:{%s}:active".formatted(preview)))
                .isLessThanOrEqualTo(Integer.parseInt(environment.get("MODEL_PREVIEW_WORKER_CONCURRENCY")));
        assertThat(lengths.get("asynq:{%s}:active".formatted(projection)))
                .isLessThanOrEqualTo(Integer.parseInt(environment.get("MODEL_PROJECTION_WORKER_CONCURRENCY")));
    }
}
