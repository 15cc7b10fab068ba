// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CustomResourcesTest {

    private static final Path SCALING = Path.of("deploy/kubernetes/components/keda/scaled-object.yaml");

    @Test
    void kedaTakesItsObjects() throws Exception {
        Path crds = CustomResources.keda();
        for (JsonNode object : Yaml.documents(SCALING)) {
            Path crd = crds.resolve("keda.sh_" + object.path("kind").asText().toLowerCase(Locale.ROOT) + "s.yaml");
            assertThat(CustomResources.faults(crd, object)).isEmpty();

            ((ObjectNode) object.path("spec")).put("minReplicas", 1);
            assertThat(CustomResources.faults(crd, object))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("minReplicas");
        }
    }

    @Test
    void camelKTakesTheIntegration() throws Exception {
        Path crd = CustomResources.integration();
        JsonNode integration = Yaml.document(Path.of("deploy/camel-k/integration.yaml"));

        assertThat(CustomResources.faults(crd, integration)).isEmpty();

        ((ObjectNode) integration.at("/spec/traits/health")).put("livenessPart", 1);
        assertThat(CustomResources.faults(crd, integration))
                .hasSize(1)
                .first()
                .asString()
                .contains("livenessPart");
    }
}
