// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigCommandTest {

    private static final Map<String, String> SECRET = Map.of("MODEL_PREVIEW_CALLBACK_SECRET", "canary-0a");

    @TempDir
    Path directory;

    @Test
    void saysWhereEachValueCameFrom() throws IOException {
        Path file = Files.writeString(directory.resolve("c.yaml"), "worker: {concurrency: 7}\n");

        TestingCommand shown = config(Map.of("MODEL_PREVIEW_WORKER_CONFIG", file.toString(), "REDIS_DB", "3"));

        assertThat(shown.status()).isZero();
        assertThat(shown.err()).isEmpty();
        assertThat(row(shown, "worker.concurrency")).containsExactly("worker.concurrency", "7", file.toString());
        assertThat(row(shown, "worker.redis.db")).containsExactly("worker.redis.db", "3", "REDIS_DB");
        assertThat(row(shown, "worker.queue")).containsExactly("worker.queue", "model_preview", "default");
        assertThat(row(shown, "worker.callback.secret"))
                .containsExactly("worker.callback.secret", "***", "MODEL_PREVIEW_CALLBACK_SECRET");
        assertThat(row(shown, "worker.s3.bucket")).containsExactly("worker.s3.bucket", "-", "-");
    }

    @Test
    void printsOneObjectWithStableKeys() {
        JsonNode document = config(Map.of(), "--json").json();

        assertThat(document.fieldNames()).toIterable().containsExactly("settings", "errors");
        assertThat(document.at("/settings/0").fieldNames())
                .toIterable()
                .containsExactly("key", "variable", "value", "default", "from", "secret", "required");
        assertThat(document.at("/settings").findValuesAsText("key")).contains("worker.queue", "textures.format");
        assertThat(document.at("/errors")).isEmpty();
    }

    @Test
    void showsTheTableAndTheErrorWhereTheSecretIsMissing() {
        TestingCommand shown = TestingCommand.run(quiet(), "config");

        assertThat(shown.status()).isEqualTo(2);
        assertThat(shown.out()).contains("absent (required: MODEL_PREVIEW_CALLBACK_SECRET)", "worker.queue");
        assertThat(shown.err())
                .isEqualTo("avvy-worker: worker.callback.secret: absent"
                        + " (expected: environment variable MODEL_PREVIEW_CALLBACK_SECRET)\n");
    }

    @Test
    void showsAllThatIsWrongAtOnce() throws IOException {
        Path file = Files.writeString(
                directory.resolve("c.yaml"), "worker: {concurency: 7, queue: [a, b]}\npreviews: {width: 1}\n");

        TestingCommand shown = config(
                Map.of(
                        "MODEL_PREVIEW_WORKER_CONFIG",
                        file.toString(),
                        "REDIS_DB",
                        "many",
                        "S3_ACCESS_KEY_ID",
                        "id",
                        "S3_BUCKET",
                        "bucket"),
                "--json");

        assertThat(shown.status()).isEqualTo(2);
        assertThat(shown.json().at("/errors"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        file + ": worker.concurency: unknown key (expected: worker.concurrency)",
                        file + ": worker.queue: a list (expected: text)",
                        "REDIS_DB: worker.redis.db: many (expected: 0..1023)",
                        file + ": previews.width: 1 (expected: 16..4096)");
        assertThat(shown.err()).hasLineCount(4);
    }

    @Test
    void showsWhatOnlyTwoSettingsTogetherGetWrong() {
        assertThat(config(Map.of("S3_BUCKET", "bucket", "S3_ACCESS_KEY_ID", "id"))
                        .err())
                .contains("worker.s3.secret_access_key: absent (expected: both");
        assertThat(config(Map.of("TENCENT_SECRET_ID", "id")).err()).contains("both TENCENT_SECRET_ID and");
    }

    @Test
    void goesOnWithoutAFileThatIsNotThere() {
        TestingCommand shown = config(Map.of("BLENDERPROC_CONFIG", "gone.yaml"));

        assertThat(shown.status()).isEqualTo(2);
        assertThat(shown.err()).isEqualTo("avvy-worker: BLENDERPROC_CONFIG: gone.yaml (expected: a readable file)\n");
        assertThat(shown.out()).contains("previews.width");
    }

    /** Each variable holds the canary where a careless person puts a secret. */
    @Test
    void printsNoPartOfASecret() {
        var environment = new HashMap<String, String>();
        for (JsonNode setting : config(Map.of(), "--json").json().path("settings")) {
            if (setting.path("secret").asBoolean()) {
                environment.put(setting.path("variable").asText(), "canary-" + environment.size());
            }
        }
        assertThat(environment).hasSizeGreaterThan(10);
        environment.put("REDIS_ADDRESS", "rediss://user:canary-x@host:6379/2");
        environment.put("S3_BUCKET", "bucket");
        assertNoCanary(Map.of("OTLP_HEADERS", "authorization=canary-y"));
        environment.remove("OTLP_HEADERS");
        environment.put("GRAFANA_OTLP_ENDPOINT", "https://otlp.example/otlp");
        environment.put("GRAFANA_OTLP_INSTANCE_ID", "1");

        assertThat(config(environment).err()).isEmpty();
        assertThat(config(environment).status()).isZero();
        assertNoCanary(environment);
        assertThat(config(environment).out()).contains("rediss://***@host:6379/2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://:canary@h:6379/0",
                "redis://canary@h",
                "redis://u:p@canary@h",
                "redis://u:ca/na?ry-canary@h:1",
                "redis-socket:///run/redis.sock?db=1&password=canary",
                "redis-sentinel://u:canary@a,b?master=m",
                "redis://:canary:6379",
                "redis://h:canary/0",
                "h:6379?password=canary",
                "canary@h:6379",
                "redis://h/0?token=canary",
                "redis://%zz:canary@h"
            })
    void printsNoPartOfAPasswordInAnAddressRightOrWrong(String address) {
        assertNoCanary(Map.of("REDIS_ADDRESS", address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://u:canary@h/v1",
                "https://canary@h",
                "https://h/v1?key=canary",
                "https://h?canary",
                "u:canary@h"
            })
    void printsNoPartOfAPasswordInAUrl(String url) {
        assertNoCanary(Map.of("OPENAI_BASE_URL", url, "S3_ENDPOINT", url, "S3_BUCKET", "bucket"));
    }

    private static void assertNoCanary(Map<String, String> environment) {
        for (String[] form : new String[][] {{}, {"--json"}}) {
            TestingCommand shown = config(environment, form);
            assertThat(shown.out() + shown.err()).doesNotContain("canary").contains("***");
        }
    }

    private static String[] row(TestingCommand shown, String key) {
        return shown.out()
                .lines()
                .filter(line -> line.startsWith(key + " "))
                .findFirst()
                .orElseThrow()
                .split(" {2,}");
    }

    private static TestingCommand config(Map<String, String> environment, String... options) {
        var all = new HashMap<>(quiet());
        all.putAll(SECRET);
        all.putAll(environment);
        String[] args = new String[options.length + 1];
        args[0] = "config";
        System.arraycopy(options, 0, args, 1, options.length);
        return TestingCommand.run(all, args);
    }

    /** The repository's own config.yaml would be read else; an empty file has no settings. */
    private static Map<String, String> quiet() {
        return Map.of("MODEL_PREVIEW_WORKER_CONFIG", "/dev/null");
    }
}
