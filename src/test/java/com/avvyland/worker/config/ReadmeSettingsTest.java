// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadmeSettingsTest {

    @Test
    void theReadmeListsEverySettingAsTheCodeReadsIt() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains(table());
    }

    /** A row for a variable that nobody reads, in the table or in another one, is as wrong as one that is missing. */
    @Test
    void theReadmeNamesNoVariableThatTheCodeDoesNotRead() throws IOException {
        Set<String> named = VARIABLE.matcher(section(Files.readString(Path.of("README.md"))))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).isEqualTo(read());
    }

    /** The names that a deployment's environment may hold by contract; they never change. */
    @Test
    void theCodeReadsEveryVariableOfTheContract() {
        assertThat(read()).containsAll(CONTRACT);
    }

    private static Set<String> read() {
        Set<String> read = new TreeSet<>(ConfigLoader.IGNORED.keySet());
        read.add(ConfigLoader.WORKER_FILE);
        read.add(ConfigLoader.PIPELINE_FILE);
        Settings.ALL.stream().map(Setting::variable).filter(Objects::nonNull).forEach(read::add);
        return read;
    }

    private static String section(String readme) {
        int from = readme.indexOf("## Configuration");
        return readme.substring(from, readme.indexOf("\n## ", from + 1));
    }

    private static final Pattern VARIABLE = Pattern.compile("`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`");

    private static final List<String> CONTRACT = Stream.of(
                    Stream.of(
                            "REDIS_ADDRESS",
                            "REDIS_PASSWORD",
                            "REDIS_USERNAME",
                            "REDIS_DB",
                            "MODEL_PREVIEW_QUEUE_NAME",
                            "MODEL_PROJECTION_QUEUE_NAME",
                            "MODEL_PREVIEW_WORKER_CONCURRENCY",
                            "MODEL_PREVIEW_CALLBACK_SECRET",
                            "MODEL_PREVIEW_CALLBACK_SECRET_PREVIOUS",
                            "MODEL_PREVIEW_CALLBACK_TIMEOUT",
                            "MODEL_PREVIEW_CALLBACK_ALLOWED_HOSTS",
                            "MODEL_PREVIEW_CALLBACK_ALLOW_HTTP",
                            "MODEL_PREVIEW_CALLBACK_ALLOW_PRIVATE",
                            "MODEL_PREVIEW_WORKER_CONFIG",
                            "BLENDERPROC_CONFIG",
                            "REPLICATE_API_KEY",
                            "REPLICATE_BASE_URL",
                            "REPLICATE_BG_REMOVE_VERSION",
                            "REPLICATE_TIMEOUT",
                            "REPLICATE_MAX_CONCURRENCY",
                            "REPLICATE_UPSCALE_VERSION",
                            "TENCENT_SECRET_ID",
                            "TENCENT_SECRET_KEY",
                            "TENCENT_REGION",
                            "TENCENT_ENDPOINT",
                            "TENCENT_MODEL_VERSION",
                            "TENCENT_POLL_INTERVAL",
                            "TENCENT_POLL_TIMEOUT",
                            "TENCENT_MAX_CONCURRENCY",
                            "S3_BUCKET",
                            "S3_REGION",
                            "S3_ENDPOINT",
                            "S3_FORCE_PATH_STYLE",
                            "S3_ACCESS_KEY_ID",
                            "S3_SECRET_ACCESS_KEY",
                            "S3_PREFIX",
                            "MODEL_PROJECTION_MAX_ATTEMPTS",
                            "MODEL_PROJECTION_PASS_SCORE",
                            "TRACING_ENABLED",
                            "OTLP_ENDPOINT",
                            "OTLP_HEADERS",
                            "OTLP_PROTOCOL",
                            "OTLP_INSECURE",
                            "OTLP_SERVICE_NAME",
                            "OTLP_SAMPLE_RATIO",
                            "GRAFANA_OTLP_ENDPOINT",
                            "GRAFANA_OTLP_INSTANCE_ID",
                            "GRAFANA_OTLP_API_TOKEN"),
                    Stream.of("OPENAI", "KIE", "PIAPI", "GEMINI", "NANOBANANA", "FAL")
                            .flatMap(name -> Stream.of(
                                            "API_KEY",
                                            "BASE_URL",
                                            "VISION_MODEL",
                                            "IMAGE_MODEL",
                                            "TIMEOUT",
                                            "MAX_CONCURRENCY")
                                    .map(end -> name + "_" + end)))
            .flatMap(names -> names)
            .toList();

    private static String table() {
        return Settings.ALL.stream()
                .map(setting -> "| `%s` | %s | %s | %s |\n"
                        .formatted(
                                setting.key(),
                                setting.variable() == null ? "" : "`" + setting.variable() + "`",
                                fallback(setting),
                                setting.meaning()))
                .collect(Collectors.joining(
                        "", "| key | environment variable | default | meaning |\n| --- | --- | --- | --- |\n", ""));
    }

    private static String fallback(Setting<?> setting) {
        if (setting.required()) {
            return "required";
        }
        String text = setting.fallback();
        return text == null || text.isEmpty() ? "" : "`" + text + "`";
    }
}
