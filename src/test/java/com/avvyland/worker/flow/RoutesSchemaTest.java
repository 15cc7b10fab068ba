// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks routes against the schema that the YAML DSL ships, the one Kaoto reads. */
class RoutesSchemaTest {

    private static final JsonSchema SCHEMA = schema();

    @ParameterizedTest
    @MethodSource("routes")
    void isValidAgainstTheYamlDslSchema(Path route) throws IOException {
        assertThat(validate(withNumbers(Files.readString(route)))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void namesAndDescribesEachRouteForThoseWhoDrawIt(Path route) throws IOException {
        JsonNode file = new YAMLMapper().readTree(Files.readString(route));

        assertThat(file.findParents("from")).isNotEmpty().allSatisfy(each -> {
            assertThat(each.path("id").asText()).matches("[a-z][a-z0-9-]+");
            assertThat(each.path("description").asText()).isNotBlank();
        });
    }

    /** What needs a test is in a bean: no script, and no more Simple than a look at a variable or a header. */
    @ParameterizedTest
    @MethodSource("routes")
    void holdsNoLogic(Path route) throws IOException {
        JsonNode file = new YAMLMapper().readTree(Files.readString(route));

        for (String language : List.of("groovy", "mvel", "ognl", "spel", "js", "java", "jq", "jsonpath", "xpath")) {
            assertThat(file.findValues(language)).as(language).isEmpty();
        }
        assertThat(file.findValues("simple"))
                .allSatisfy(simple -> assertThat(
                                simple.isTextual()
                                        ? simple.asText()
                                        : simple.path("expression").asText())
                        .hasSizeBetween(1, 80));
    }

    @Test
    void looksAtEveryFileOfTheFolder() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            assertThat(files.filter(file -> !file.endsWith("Kustomization")))
                    .containsExactlyInAnyOrderElementsOf(routes().toList());
        }
        assertThat(routes()).hasSizeGreaterThanOrEqualTo(11);
    }

    @Test
    void refusesAMisspeltStep() {
        assertThat(validate("- route: {from: {uri: 'direct:a', steps: [{two: 'direct:b'}]}}"))
                .isNotEmpty();
    }

    static Stream<Path> routes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml")).toList().stream();
        }
    }

    /** The schema wants a number where Camel also takes a placeholder for one. */
    private static String withNumbers(String route) {
        return route.replaceAll("(maximumRedeliveries|backOffMultiplier): \"\\{\\{[a-z0-9_.]+}}\"", "$1: 1");
    }

    private static Set<ValidationMessage> validate(String yaml) {
        try {
            JsonNode routes = new YAMLMapper().readTree(yaml);
            return SCHEMA.validate(routes);
        } catch (IOException broken) {
            throw new AssertionError("yaml: broken (expected: YAML)", broken);
        }
    }

    private static JsonSchema schema() {
        try (InputStream json =
                RoutesSchemaTest.class.getClassLoader().getResourceAsStream("schema/camelYamlDsl.json")) {
            return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(new ObjectMapper().readTree(json));
        } catch (IOException missing) {
            throw new AssertionError("schema/camelYamlDsl.json: unreadable (expected: in camel-yaml-dsl)", missing);
        }
    }
}
