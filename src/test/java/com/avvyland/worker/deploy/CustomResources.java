// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Holds custom resources against the schema in their CRD, which is not in this repository: KEDA's comes with its Go
 * module, Camel K's has to be named.
 */
final class CustomResources {

    /** A version that is out; the fields are the same since 2.17. */
    private static final String KEDA = "github.com/kedacore/keda/v2@v2.21.0";

    private CustomResources() {}

    /** Return the folder of KEDA's CRDs; without Go, or without its module proxy, the test is skipped. */
    static Path keda() throws Exception {
        assumeTrue(Kustomization.onPath("go"), "go: not on PATH (expected: Go, which brings KEDA's CRDs)");
        Process go = new ProcessBuilder("go", "mod", "download", "-json", KEDA)
                .directory(Path.of("target").toFile())
                .start();
        String answer = new String(go.getInputStream().readAllBytes(), UTF_8);
        assumeTrue(go.waitFor(60, TimeUnit.SECONDS) && go.exitValue() == 0, "go: KEDA's module can't be had");
        return Path.of(Yaml.JSON.readTree(answer).path("Dir").asText(), "config/crd/bases");
    }

    /** Return Camel K's CRD of the Integration, from -Dcamel-k.crd=FILE. */
    static Path integration() {
        String named = System.getProperty("camel-k.crd", "");
        assumeTrue(
                Files.isReadable(Path.of(named)) && !named.isEmpty(),
                "camel-k.crd: not set (expected: camel.apache.org_integrations.yaml of Camel K 2.11 or later)");
        return Path.of(named);
    }

    /** Return what is wrong with a resource, unknown fields too, which an API server would only drop. */
    static List<String> faults(Path crd, JsonNode resource) throws Exception {
        ObjectNode schema = (ObjectNode) Yaml.document(crd).at("/spec/versions/0/schema/openAPIV3Schema");
        close(schema);
        ((ObjectNode) schema.path("properties")).putObject("metadata");
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(schema).validate(resource).stream()
                .map(Object::toString)
                .toList();
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            boolean open = object.path("x-kubernetes-preserve-unknown-fields").asBoolean();
            if (object.path("properties").isObject()
                    && object.path("type").asText().equals("object")
                    && !open) {
                object.put("additionalProperties", false);
            }
            if (object.path("x-kubernetes-int-or-string").asBoolean()) {
                object.remove(List.of("type", "pattern"));
                ArrayNode either = object.putArray("anyOf");
                either.addObject().put("type", "integer");
                either.addObject().put("type", "string");
            }
        }
        schema.forEach(CustomResources::close);
    }
}
