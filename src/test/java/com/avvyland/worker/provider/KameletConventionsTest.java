// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds Kamelets to the conventions of Camel's own catalogue, and to what this product asks of them. */
class KameletConventionsTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([A-Za-z]+)}}");
    private static final Pattern NAME = Pattern.compile("(openai|kie|piapi|gemini|nanobanana|fal|replicate|tencent)"
            + "-(understand-image|score-image|generate-image|remove-background|generate-model)-action");
    private static final JsonSchema ROUTES = schema();

    @ParameterizedTest
    @MethodSource("kamelets")
    void isNamedAndDescribedAsTheCatalogueWants(Path file) throws IOException {
        JsonNode kamelet = read(file);
        String name = kamelet.at("/metadata/name").asText();
        JsonNode definition = kamelet.at("/spec/definition");

        assertThat(file.getFileName()).hasToString(name + ".kamelet.yaml");
        assertThat(name).matches(NAME);
        assertThat(kamelet.path("apiVersion").asText()).isEqualTo("camel.apache.org/v1");
        assertThat(kamelet.at("/metadata/labels/camel.apache.org~1kamelet.type").asText())
                .isEqualTo("action");
        for (String annotation : List.of(
                "kamelet.support.level",
                "catalog.version",
                "kamelet.icon",
                "provider",
                "kamelet.group",
                "kamelet.namespace")) {
            assertThat(kamelet.at("/metadata/annotations/camel.apache.org~1" + annotation)
                            .asText())
                    .as(annotation)
                    .isNotEmpty();
        }
        assertThat(definition.path("title").asText()).endsWith(" Action");
        assertThat(definition.path("description").asText()).endsWith(".");
        assertThat(kamelet.at("/spec/template/from/uri").asText()).isEqualTo("kamelet:source");
        assertThat(definition.path("type").asText()).isEqualTo("object");
        assertThat(kamelet.at("/metadata/annotations/camel.apache.org~1kamelet.icon")
                        .asText())
                .startsWith("data:image/svg+xml;base64,");
        definition
                .path("required")
                .forEach(required -> assertThat(definition.path("properties").has(required.asText()))
                        .as(required.asText())
                        .isTrue());
        assertThat(kamelet.at("/spec/dependencies"))
                .isNotEmpty()
                .allSatisfy(dependency -> assertThat(dependency.asText())
                        .matches("camel:[a-z0-9-]+|mvn:[^:]+:[^:]+:[^:]+|github:apache/.+"));
        definition.path("properties").forEach(property -> {
            assertThat(property.path("title").asText()).matches("([A-Z][A-Za-z]* ?)+");
            assertThat(property.path("description").asText()).isNotEmpty();
            assertThat(property.path("type").asText()).isIn("string", "integer", "number", "boolean");
        });
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void usesEachPropertyThatItDeclaresAndNoOther(Path file) throws IOException {
        JsonNode kamelet = read(file);
        Set<String> declared = new TreeSet<>();
        kamelet.at("/spec/definition/properties").fieldNames().forEachRemaining(declared::add);
        Set<String> used = new TreeSet<>();
        Matcher placeholder = PLACEHOLDER.matcher(kamelet.at("/spec/template").toString());
        while (placeholder.find()) {
            used.add(placeholder.group(1));
        }

        assertThat(used).isEqualTo(declared);
        assertThat(declared).contains("baseUrl", "model", "price");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void isARouteTemplateOfTheYamlDsl(Path file) throws IOException {
        JsonNode kamelet = read(file);
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode template = mapper.createObjectNode();
        template.putObject("routeTemplate").put("id", "kamelet").set("from", kamelet.at("/spec/template/from"));

        assertThat(ROUTES.validate(mapper.createArrayNode().add(template))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void holdsNoKeyAndCallsItsAccountOnly(Path file) throws IOException {
        String text = Files.readString(file);
        String provider = file.getFileName().toString().replaceAll("-.*", "");

        assertThat(text).doesNotContainIgnoringCase("apiKey").doesNotContainIgnoringCase("Authorization");
        List<JsonNode> calls = new ArrayList<>();
        collect(read(file).at("/spec/template"), calls);
        assertThat(calls).isNotEmpty();
        for (JsonNode call : calls) {
            assertThat(call.at("/parameters/httpClientConfigurer").asText()).isEqualTo("#" + provider + "Client");
            assertThat(call.at("/parameters/clientConnectionManager").asText())
                    .isEqualTo("#" + provider + "Connections");
            assertThat(call.at("/parameters/headerFilterStrategy").asText()).isEqualTo("#providerHeaders");
            assertThat(call.at("/parameters/throwExceptionOnFailure").asBoolean(true))
                    .isFalse();
        }
    }

    /** Once in the breaker where it buys, so that only outages of purchases count. */
    @ParameterizedTest
    @MethodSource("kamelets")
    void buysBehindACircuitBreakerThatThrowsWhenItIsOpen(Path file) throws IOException {
        List<JsonNode> breakers = read(file).findValues("circuitBreaker");

        assertThat(breakers).hasSize(1);
        JsonNode options = breakers.getFirst().path("resilience4jConfiguration");
        assertThat(options.path("throwExceptionWhenHalfOpenOrOpenState").asBoolean())
                .isTrue();
        assertThat(options.has("ignoreException") || options.has("recordException"))
                .isFalse();
        assertThat(breakers.getFirst().path("steps").toString())
                .contains("method=send")
                .contains("method=outage");
    }

    @Test
    void everyLineOfTheRoutesHasAKameletAndEveryKameletALine() throws IOException {
        String routes = Files.readString(Path.of("routes/providers.camel.yaml"));
        for (Path file : kamelets().toList()) {
            String name = file.getFileName().toString().replace(".kamelet.yaml", "");
            assertThat(routes).contains("kamelet:%s/%s\n".formatted(name, name.replace("-action", "")));
        }
        Matcher lines = Pattern.compile("kamelet:([a-z-]+)/").matcher(routes);
        while (lines.find()) {
            assertThat(Path.of("kamelets", lines.group(1) + ".kamelet.yaml")).exists();
        }
    }

    static Stream<Path> kamelets() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("kamelets"))) {
            return files.filter(file -> !file.endsWith("Kustomization")).sorted().toList().stream();
        }
    }

    private static void collect(JsonNode node, List<JsonNode> calls) {
        if (node.path("uri").asText().matches("\\{\\{(baseUrl|uploadUrl)}}")) {
            calls.add(node);
        }
        node.forEach(child -> collect(child, calls));
    }

    private static JsonNode read(Path file) throws IOException {
        return new YAMLMapper().readTree(Files.readString(file));
    }

    private static JsonSchema schema() {
        try (InputStream json =
                KameletConventionsTest.class.getClassLoader().getResourceAsStream("schema/camelYamlDsl.json")) {
            return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(new ObjectMapper().readTree(json));
        } catch (IOException missing) {
            throw new AssertionError("schema/camelYamlDsl.json: unreadable (expected: in camel-yaml-dsl)", missing);
        }
    }
}
