// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.testing.TestingRedis;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** The command as a person and a script meet it; what each check sees is tested beside it. */
class DoctorIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final String SECRET = "a-secret-of-more-than-24-bytes";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void looksAtEverythingAndNamesNoSecret() throws Exception {
        int status = doctor(Map.of("OPENAI_API_KEY", "sk-hidden"), "--json", "--url", "https://127.0.0.1/");

        assertThat(status).as(out.toString()).isEqualTo(1);
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.get("verdict").asText()).isEqualTo("fail");
        JsonNode checks = report.get("checks");
        assertThat(checks.findValuesAsText("group"))
                .containsSubsequence("config", "machine", "redis", "s3", "providers", "callback", "rendering");
        assertThat(checks.findValuesAsText("name"))
                .doesNotHaveDuplicates()
                .contains("config", "memory", "redis", "s3", "understand-image", "callback-url")
                .containsSubsequence("browser", "node", "sandbox", "gl", "renderers");
        assertThat(checks)
                .allSatisfy(check -> assertThat(check.fieldNames())
                        .toIterable()
                        .containsExactly("group", "name", "verdict", "detail"));
        assertThat(check(checks, "browser")).containsPattern("\\d+\\.\\d+");
        assertThat(check(checks, "gl")).startsWith("ANGLE");
        assertThat(out.toString()).doesNotContain(SECRET).doesNotContain("sk-hidden");
    }

    @Test
    void warningsAreNoFailure() {
        assertThat(doctor(Map.of(), "--only", "redis,callback")).isZero();
        assertThat(out.toString())
                .contains("ok    redis ")
                .contains("warn  redis-persistence")
                .contains("ok    callback-secret")
                .doesNotContain("browser");
    }

    @Test
    void looksOnWhereTheSecretAloneIsMissing() {
        assertThat(doctor(Map.of("MODEL_PREVIEW_CALLBACK_SECRET", ""), "--only", "Redis,callback"))
                .isEqualTo(2);
        assertThat(out.toString())
                .startsWith("fail  config")
                .contains("MODEL_PREVIEW_CALLBACK_SECRET")
                .contains("ok    redis ")
                .contains("ok    callback-policy")
                .doesNotContain("callback-secret");
    }

    @Test
    void saysWhatIsWrongWithTheConfigurationAndNothingElse() {
        assertThat(doctor(Map.of("MODEL_PREVIEW_WORKER_CONCURRENCY", "many"), "--json"))
                .isEqualTo(2);
        assertThat(out.toString())
                .contains("\"verdict\":\"fail\"")
                .contains("worker.concurrency")
                .doesNotContain("redis");
    }

    @Test
    void failsWithoutABrowser() {
        int status = doctor(Map.of("PREVIEW_BROWSER", "/nowhere/chromium"), "--only", "rendering");

        assertThat(status).isEqualTo(1);
        assertThat(out.toString()).startsWith("fail  browser").contains("/nowhere/chromium");
    }

    @Test
    void refusesAGroupThatIsNotThere() {
        assertThat(doctor(Map.of(), "--only", "network")).isEqualTo(2);
        assertThat(err.toString()).contains("network (expected: config, machine, redis");
    }

    private static String check(JsonNode checks, String name) {
        for (JsonNode check : checks) {
            if (check.get("name").asText().equals(name)) {
                return check.get("detail").asText();
            }
        }
        throw new AssertionError(name + ": no such check in " + checks);
    }

    private int doctor(Map<String, String> settings, String... arguments) {
        Map<String, String> environment = new HashMap<>(
                Map.of("MODEL_PREVIEW_CALLBACK_SECRET", SECRET, "REDIS_ADDRESS", "127.0.0.1:" + REDIS.port()));
        environment.putAll(settings);
        return new CommandLine(new DoctorCommand(environment))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
