// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keeps the tables of docs/asynq.md equal to what the component's descriptor says; -Ddocs.update=true rewrites them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AsynqDocsTest {

    private static final Path PAGE = Path.of("docs", "asynq.md");
    private static final Path DESCRIPTOR =
            Path.of("src/generated/resources/META-INF/com/avvyland/worker/asynq/asynq.json");
    private static final boolean UPDATE = Boolean.getBoolean("docs.update");

    /** The tables, each with the descriptor's object it shows and which of its entries. */
    enum Table {
        COMPONENT("componentProperties", "property"),
        PATH("properties", "path"),
        QUERY("properties", "parameter"),
        HEADERS("headers", "header");

        private final String object;
        private final String kind;

        Table(String object, String kind) {
            this.object = object;
            this.kind = kind;
        }

        private String begin() {
            return "<!-- generated: " + name().toLowerCase(Locale.ROOT) + " -->\n";
        }

        private static final String END = "<!-- end of generated -->\n";
    }

    private JsonNode descriptor;

    @BeforeAll
    void read() throws IOException {
        descriptor = new ObjectMapper().readTree(DESCRIPTOR.toFile());
    }

    @ParameterizedTest
    @EnumSource
    void tableShowsTheDescriptor(Table table) throws IOException {
        String page = Files.readString(PAGE, UTF_8);
        int begin = page.indexOf(table.begin());
        assertThat(begin).as("marker of %s", table).isNotNegative();
        int from = begin + table.begin().length();
        int to = page.indexOf(Table.END, from);
        assertThat(to).as("end marker of %s", table).isNotNegative();
        String expected = "\n" + render(table) + "\n";
        if (UPDATE) {
            Files.writeString(PAGE, page.substring(0, from) + expected + page.substring(to), UTF_8);
            return;
        }
        assertThat(page.substring(from, to))
                .as("%s is stale; refresh with: mvn test -Dtest=AsynqDocsTest -Ddocs.update=true", PAGE)
                .isEqualTo(expected);
    }

    @Test
    void examplesAreRoutesWithOptionsThatExist() throws Exception {
        List<String> examples = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE, UTF_8))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(examples).hasSize(4);
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("mailer", new Object());
            camel.getRegistry().bind("reports", new Object());
            camel.setAutoStartup(false);
            for (String example : examples) {
                PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("example.yaml", example));
            }
            camel.start();
            assertThat(camel.getRoutes())
                    .extracting(Route::getId)
                    .containsExactly("mail", "types", "enqueue", "newsletter");
        }
    }

    private String render(Table table) {
        StringBuilder rows = new StringBuilder(
                table == Table.HEADERS
                        ? "| Name | Description | Type |\n|---|---|---|\n"
                        : "| Name | Description | Default | Type |\n|---|---|---|---|\n");
        JsonNode entries = descriptor.get(table.object);
        entries.properties().stream()
                .filter(entry -> entry.getValue().get("kind").asText().equals(table.kind))
                .forEach(entry -> rows.append(row(table, entry.getKey(), entry.getValue())));
        return rows.toString();
    }

    private static String row(Table table, String name, JsonNode entry) {
        String label = entry.get("group").asText().replace(" (", ", ").replace(")", "");
        String title = "`" + name + "`" + (label.equals("common") ? "" : " (" + label + ")");
        String required = entry.path("required").asBoolean() ? "**Required.** " : "";
        String description = required + cell(sentence(entry)) + ".";
        String type = "`" + type(entry) + "`";
        String initial =
                entry.has("defaultValue") ? "`" + cell(entry.get("defaultValue").asText()) + "`" : "";
        return table == Table.HEADERS
                ? "| %s | %s | %s |\n".formatted(title, description, type)
                : "| %s | %s | %s | %s |\n".formatted(title, description, initial, type);
    }

    /** Of the options that every Camel component has, whose texts are long, the first sentence is enough. */
    private static String sentence(JsonNode entry) {
        String text = entry.get("description").asText().strip();
        boolean camels = text.length() > 250;
        String shown = camels && text.contains(". ") ? text.substring(0, text.indexOf(". ")) : text;
        return shown.endsWith(".") ? shown.substring(0, shown.length() - 1) : shown;
    }

    private static String type(JsonNode entry) {
        String type = entry.path("type").asText();
        String javaType = entry.path("javaType").asText();
        if (!type.isEmpty() && !type.equals("object")) {
            return type;
        }
        return javaType.replaceAll("\\b[a-z][a-z0-9]*\\.", "");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
