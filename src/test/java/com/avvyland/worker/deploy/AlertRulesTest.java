// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules and dashboard ask for metrics that the worker has, and each alert says what to do. */
class AlertRulesTest {

    private static final Path RULES = Path.of("deploy/prometheus/rules.yaml");
    private static final Path RULES_TEST = Path.of("deploy/prometheus/rules_test.yaml");
    private static final Path DASHBOARD = Path.of("deploy/grafana/avvy-worker.json");

    /** Metrics begin so; functions, labels and their values do not. */
    private static final Pattern METRIC = Pattern.compile("\\b(?:asynq|avvy|jvm|process|system)_[a-z_]+");

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    /** What Prometheus makes of a histogram or a summary. */
    private static final Pattern SERIES = Pattern.compile("_(bucket|count|sum)$");

    /** Micrometer's own, and Prometheus' own. */
    private static final List<String> FOREIGN = List.of("jvm_memory_used_bytes", "jvm_memory_max_bytes");

    @Test
    void everyMetricOfTheRulesIsDocumented() throws Exception {
        List<String> expressions =
                rules().stream().map(rule -> rule.path("expr").asText()).toList();

        assertThat(metrics(expressions)).hasSizeGreaterThan(10).allMatch(AlertRulesTest::documented);
    }

    @Test
    void everyMetricOfTheDashboardIsDocumented() throws Exception {
        assertThat(metrics(dashboardExpressions())).hasSizeGreaterThan(15).allMatch(AlertRulesTest::documented);
    }

    @Test
    void everyAlertSaysWhatItIsAndWhatToDo() throws Exception {
        String operations = Files.readString(Path.of("docs/operations.md"));
        List<String> headings = operations
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line ->
                        line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
                .toList();

        assertThat(rules()).isNotEmpty().allSatisfy(rule -> {
            JsonNode notes = rule.path("annotations");
            assertThat(notes.path("summary").asText()).isNotBlank().hasSizeLessThan(80);
            assertThat(notes.path("description").asText()).isNotBlank();
            assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning");
            String[] runbook = notes.path("runbook_url").asText().split("#");
            assertThat(runbook).hasSize(2);
            assertThat(runbook[0]).isEqualTo("docs/operations.md");
            assertThat(runbook[1])
                    .isIn(headings)
                    .isEqualTo(rule.path("alert").asText().toLowerCase(Locale.ROOT));
        });
    }

    @Test
    void everyAlertIsSeenToFireAndToBeQuiet() throws Exception {
        List<JsonNode> expectations = Yaml.document(RULES_TEST)
                .path("tests")
                .valueStream()
                .flatMap(test -> test.path("promql_expr_test").valueStream())
                .toList();

        for (JsonNode rule : rules()) {
            String alert = "alertname=\"" + rule.path("alert").asText() + "\"";
            List<Boolean> fires = expectations.stream()
                    .filter(each -> each.path("expr").asText().contains(alert))
                    .map(each -> !each.path("exp_samples").isEmpty())
                    .toList();
            assertThat(fires).as(alert).contains(true, false);
        }
    }

    @Test
    void prometheusAgrees() throws Exception {
        assumeTrue(Kustomization.onPath("promtool"), "promtool: not on PATH (expected: Prometheus 2.40 or later)");
        assertThat(promtool("check", "rules", RULES.toString())).contains("SUCCESS");
        assertThat(promtool("test", "rules", RULES_TEST.toString()))
                .contains("SUCCESS")
                .doesNotContain("FAILED");
    }

    @Test
    void theDashboardsPanelsHaveTheirDataAndTheirPlace() throws Exception {
        JsonNode dashboard = Yaml.JSON.readTree(DASHBOARD.toFile());
        List<JsonNode> panels = dashboard
                .path("panels")
                .valueStream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();

        assertThat(panels).hasSizeGreaterThan(15).allSatisfy(panel -> {
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.at("/gridPos/x").asInt() + panel.at("/gridPos/w").asInt())
                    .isLessThanOrEqualTo(24);
            assertThat(panel.path("targets")).isNotEmpty();
        });
        assertThat(dashboard.path("panels").findValues("id").stream().map(JsonNode::asInt))
                .doesNotHaveDuplicates();
    }

    private static List<JsonNode> rules() throws Exception {
        return Yaml.document(RULES)
                .path("groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream())
                .toList();
    }

    private static List<String> dashboardExpressions() throws Exception {
        JsonNode dashboard = Yaml.JSON.readTree(DASHBOARD.toFile());
        return Stream.concat(
                        dashboard.path("panels").findValuesAsText("expr").stream(),
                        dashboard.at("/templating/list").findValuesAsText("query").stream())
                .toList();
    }

    private static List<String> metrics(List<String> expressions) {
        return expressions.stream()
                .map(each -> QUOTED.matcher(each).replaceAll(""))
                .flatMap(each -> METRIC.matcher(each).results().map(found -> found.group()))
                .distinct()
                .toList();
    }

    private static boolean documented(String metric) {
        try {
            String known =
                    Files.readString(Path.of("docs/asynq.md")) + Files.readString(Path.of("docs/observability.md"));
            return FOREIGN.contains(metric)
                    || known.contains("`" + metric + "`")
                    || known.contains("`" + SERIES.matcher(metric).replaceFirst("") + "`");
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static String promtool(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
