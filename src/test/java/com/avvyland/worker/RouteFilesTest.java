// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks every route file against the schema that Camel's YAML DSL publishes, which editors use too. */
class RouteFilesTest {

    private static JsonSchema schema;

    @BeforeAll
    static void load() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                RouteFilesTest.class.getResourceAsStream("/schema/camelYamlDsl.json"), "schema")) {
            JsonNode json = new ObjectMapper().readTree(in);
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(json);
        }
    }

    static Stream<Path> files() throws IOException {
        return Files.list(Path.of("routes"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void fitsTheSchema(Path file) throws IOException {
        assertThat(file.toString()).endsWith(".camel.yaml");
        assertThat(schema.validate(parse(Files.readString(file)))).isEmpty();
    }

    @Test
    void seesAMisspeltStep() throws IOException {
        JsonNode wrong = parse("- route: { from: { uri: 'direct:a', steps: [ { too: 'direct:b' } ] } }");
        assertThat(schema.validate(wrong)).isNotEmpty();
    }

    /** The schema wants numbers as numbers: a placeholder stands for its default, which must be of the right type. */
    private static JsonNode parse(String yaml) throws IOException {
        return new YAMLMapper().readTree(yaml.replaceAll("\"\\{\\{[^:{}]+:([0-9.]+)}}\"", "$1"));
    }
}
