// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.task.Angle;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {

    private static final Map<String, String> SECRET = Map.of("MODEL_PREVIEW_CALLBACK_SECRET", "s3cret");

    @TempDir
    Path directory;

    @Test
    void everySettingButTheSecretHasADefault() {
        Config config = load(Map.of());

        assertThat(config.redis().address()).isEqualTo("localhost:6379");
        assertThat(config.redis().password()).isNull();
        assertThat(config.queue()).isEqualTo("model_preview");
        assertThat(config.concurrency()).isEqualTo(2);
        assertThat(config.callback().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.callback().allowedHosts()).isEmpty();
        assertThat(config.callback().allowHttp()).isFalse();
        assertThat(config.previews().angles())
                .extracting(Angle::name)
                .containsExactly("three_quarter", "front", "right", "back");
        assertThat(config.maxModel()).isEqualTo(new ByteSize(256 << 20));
    }

    @Test
    void refusesToStartWithoutTheCallbackSecret() {
        assertThatThrownBy(() -> new ConfigLoader(Map.of(), directory).load())
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        "worker.callback.secret: absent (expected: environment variable MODEL_PREVIEW_CALLBACK_SECRET)");
    }

    @Test
    void theFileWinsOverTheDefaultAndTheEnvironmentOverTheFile() throws IOException {
        write("config.yaml", "worker:\n  queue: from_file\n  concurrency: 3\n");

        Config config = load(Map.of("MODEL_PREVIEW_WORKER_CONCURRENCY", "4"));

        assertThat(config.queue()).isEqualTo("from_file");
        assertThat(config.concurrency()).isEqualTo(4);
    }

    @Test
    void readsThePipelineKeysFromTheirOwnFile() throws IOException {
        write("config.yaml", "worker:\n  queue: q\npreviews:\n  width: 100\n");
        write("pipeline.yaml", "worker:\n  queue: ignored\npreviews:\n  width: 200\n");

        Config config = load(Map.of("BLENDERPROC_CONFIG", "pipeline.yaml"));

        assertThat(config.queue()).isEqualTo("q");
        assertThat(config.previews().width()).isEqualTo(200);
    }

    @Test
    void readsAListWrittenInEitherForm() throws IOException {
        write("config.yaml", "previews:\n  angles: [front, top]\n");

        assertThat(load(Map.of()).previews().angles()).extracting(Angle::name).containsExactly("front", "top");
        assertThat(load(Map.of("MODEL_PREVIEW_CALLBACK_ALLOWED_HOSTS", "a.example, *.b.example"))
                        .callback()
                        .allowedHosts())
                .isEqualTo(List.of("a.example", "*.b.example"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "worker: {concurency: 3}            | worker.concurency: unknown key (expected: worker.concurrency)",
                "worker: {concurrency: 0}           | worker.concurrency: 0 (expected: 1..256)",
                "worker: {concurrency: many}        | worker.concurrency: many (expected: 1..256)",
                "worker: {shutdown_timeout: 30}     | worker.shutdown_timeout: 30 (expected: a duration: 500ms, 30s, 5m, 1h, 7d)",
                "previews: {angles: [sideways]}     | previews.angles: sideways (expected: a list of front, back, left, right, top, bottom, three_quarter)",
                "previews: {gl: metal}             | previews.gl: metal (expected: auto, swiftshader, egl, vulkan)",
                "worker: {artifacts: {store: never}} | worker.artifacts.store: never (expected: above_limit, always)",
                "worker: {redis: {address: 'ftp://h'}} | worker.redis.address: *** (expected: host:port, or a redis://, rediss://, redis-sentinel:// URI)",
                "worker: {redis: {address: 'redis://:hunter2@h:0x'}} | worker.redis.address: *** (expected: host:port, or a redis://, rediss://, redis-sentinel:// URI)",
                "worker: {callback: {timeout: 0s}}   | worker.callback.timeout: 0s (expected: a duration from 1ms: 500ms, 30s, 5m, 1h, 7d)",
                "worker: {callback: {kept_for: 999999999d}} | worker.callback.kept_for: 999999999d (expected: a duration from 1ms: 500ms, 30s, 5m, 1h, 7d)",
                "worker: {callback: {allowed_hosts: ['a b']}} | worker.callback.allowed_hosts: a b (expected: a list of hosts, *.example.com or CIDR)",
                "worker: {model_url: {allowed_hosts: 10.0.0.0/40}} | worker.model_url.allowed_hosts: 10.0.0.0/40 (expected: a list of hosts, *.example.com or CIDR)",
                "worker: {queue: [a, b]}            | worker.queue: a list (expected: text)",
                "worker: {concurrency: [2]}         | worker.concurrency: a list (expected: 1..256)",
                "previews: {angles: [[front]]}      | previews.angles: a list of lists or maps (expected: a, b)",
                "previews: {width: 1.5}             | previews.width: 1.5 (expected: 16..4096)",
                "previews: 5                        | previews: unknown key (expected: previews.gl)",
                "worker: {s3: {bucket: My_Bucket}}  | worker.s3.bucket: My_Bucket (expected: 3 to 63 of a-z, 0-9, dot and hyphen)",
                "worker: {s3: {bucket: 'a?b=c'}}    | worker.s3.bucket: a?b=c (expected: 3 to 63 of a-z, 0-9, dot and hyphen)",
                "worker: {s3: {endpoint: 'ftp://h'}} | worker.s3.endpoint: ftp://h (expected: https://host[:port])",
                "worker: {s3: {endpoint: 'https://u:p@h'}} | worker.s3.endpoint: *** (expected: https://host[:port])",
                "worker: {s3: {endpoint: 'https://h:99999'}} | worker.s3.endpoint: https://h:99999 (expected: https://host[:port])",
                "worker: {s3: {prefix: 'a/../b'}}   | worker.s3.prefix: a/../b (expected: names of A-Z, a-z, 0-9, _ . - with / between them)",
                "worker: {s3: {prefix: '/a'}}       | worker.s3.prefix: /a (expected: names of A-Z, a-z, 0-9, _ . - with / between them)",
                "worker: {s3: {secret_access_key: x}} | worker.s3.secret_access_key: a secret in a file (expected: environment variable S3_SECRET_ACCESS_KEY)",
                "worker: {s3: {access_key_id: x}}   | worker.s3.access_key_id: a secret in a file (expected: environment variable S3_ACCESS_KEY_ID)",
                "worker: {callback: {secret: abc}}  | worker.callback.secret: a secret in a file (expected: environment variable MODEL_PREVIEW_CALLBACK_SECRET)",
            })
    void stopsTheStartWithOneLineThatNamesFileKeyAndWhatIsAllowed(String yaml, String message) throws IOException {
        Path file = write("config.yaml", yaml);

        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(file + ": " + message);
    }

    @Test
    void namesTheVariableAndNotTheValueOfABadEnvironment() {
        assertThatThrownBy(() -> load(Map.of("REDIS_DB", "-1")))
                .hasMessage("REDIS_DB: worker.redis.db: -1 (expected: 0..1023)");
    }

    @Test
    void storesNothingUnlessABucketIsNamed() {
        assertThat(load(Map.of()).s3()).isNull();
        assertThat(load(Map.of("S3_REGION", "fsn1", "S3_FORCE_PATH_STYLE", "true"))
                        .s3())
                .isNull();
        assertThat(load(Map.of()).artifacts().inlineLimit()).isEqualTo(new ByteSize(8 << 20));
    }

    @Test
    void readsTheStoreAsHetznerWantsIt() throws IOException {
        write("config.yaml", "worker: {s3: {input_buckets: [uploads, avvyland]}}");

        S3Config s3 = load(Map.of(
                        "S3_BUCKET", "avvyland",
                        "S3_REGION", "fsn1",
                        "S3_ENDPOINT", "https://fsn1.your-objectstorage.com",
                        "S3_FORCE_PATH_STYLE", "true",
                        "S3_ACCESS_KEY_ID", "id",
                        "S3_SECRET_ACCESS_KEY", "hunter2",
                        "S3_PREFIX", "models/prod"))
                .s3();

        assertThat(s3)
                .isEqualTo(new S3Config(
                        "avvyland",
                        "fsn1",
                        URI.create("https://fsn1.your-objectstorage.com"),
                        true,
                        new S3Config.Keys(new Secret("id"), new Secret("hunter2")),
                        "models/prod",
                        List.of("uploads", "avvyland"),
                        Duration.ofSeconds(60)));
        assertThat(String.valueOf(s3)).doesNotContain("hunter2");
    }

    @Test
    void letsTasksReadFromTheArtifactsOwnBucketByDefault() {
        S3Config s3 = load(Map.of("S3_BUCKET", "avvyland")).s3();

        assertThat(s3).extracting(S3Config::inputBuckets).isEqualTo(List.of("avvyland"));
        assertThat(s3).extracting(S3Config::keys).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "S3_ENDPOINT, https://h.example",
        "S3_PREFIX, models",
    })
    void refusesSettingsOfAStoreWithoutItsBucket(String variable, String value) {
        assertThatThrownBy(() -> load(Map.of(variable, value)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        "worker.s3.bucket: absent (expected: environment variable S3_BUCKET, as other S3 settings are given)");
    }

    @Test
    void refusesHalfAKey() {
        assertThatThrownBy(() -> load(Map.of("S3_BUCKET", "avvyland", "S3_ACCESS_KEY_ID", "id")))
                .hasMessage(
                        "worker.s3.secret_access_key: absent (expected: both S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, or neither)");
        assertThatThrownBy(() -> load(Map.of("S3_BUCKET", "avvyland", "S3_SECRET_ACCESS_KEY", "hunter2")))
                .hasMessage(
                        "worker.s3.access_key_id: absent (expected: both S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, or neither)");
        assertThatThrownBy(() -> load(Map.of("S3_ACCESS_KEY_ID", "id", "S3_SECRET_ACCESS_KEY", "hunter2")))
                .hasMessageStartingWith("worker.s3.bucket: absent");
    }

    @Test
    void refusesANamedFileThatIsNotThere() {
        assertThatThrownBy(() -> load(Map.of("MODEL_PREVIEW_WORKER_CONFIG", "gone.yaml")))
                .hasMessage("MODEL_PREVIEW_WORKER_CONFIG: gone.yaml (expected: a readable file)");
    }

    @Test
    void refusesBrokenYamlInOneLine() throws IOException {
        write("config.yaml", "worker: [unclosed");

        assertThatThrownBy(() -> load(Map.of()))
                .message()
                .contains("config.yaml")
                .hasLineCount(1);
    }

    @Test
    void namesTheLineOfBrokenYaml() throws IOException {
        Path file = write("config.yaml", "worker:\n  queue: a\n queue: b\n");

        assertThatThrownBy(() -> load(Map.of())).message().startsWith(file + ": line 3: ");
    }

    @Test
    void endsAFileThatRefersToItself() throws IOException {
        Path file = write("config.yaml", "worker: &a {redis: *a}\n");

        assertThatThrownBy(() -> load(Map.of()))
                .message()
                .startsWith(file + ": worker.redis")
                .contains("too deep");
    }

    @Test
    void takesEveryFormOfAnAddress() {
        for (String address : List.of(
                "redis:6379",
                "redis://u:p@h:6379/1",
                "rediss://h",
                "redis-sentinel://u:p@a:1,b?master=m",
                "redis-cluster://a,b",
                "redis-socket:///run/redis.sock")) {
            assertThat(load(Map.of("REDIS_ADDRESS", address)).redis().address()).isEqualTo(address);
        }
    }

    @Test
    void aClientNeedsNoSecret() {
        ClientConfig client = new ConfigLoader(Map.of("MODEL_PREVIEW_QUEUE_NAME", "q"), directory).loadClient();

        assertThat(client.queue()).isEqualTo("q");
        assertThat(client.projectionQueue()).isEqualTo("model_projection");
        assertThat(client.secret()).isNull();
    }

    @Test
    void startsWithVariablesThatAreIgnored() {
        assertThat(load(Map.of("REPLICATE_UPSCALE_VERSION", "x", "NANOBANANA_VISION_MODEL", "y")))
                .isEqualTo(load(Map.of()));
    }

    @Test
    void keepsSecretsOutOfPlaceholdersAndText() {
        Config config = load(Map.of("REDIS_PASSWORD", "hunter2"));

        assertThat(config.placeholders().values())
                .noneMatch(value -> value.toString().contains("s3cret"));
        assertThat(config.toString()).doesNotContain("s3cret").doesNotContain("hunter2");
        assertThat(config.placeholders().getProperty("worker.callback.timeout")).isEqualTo("30000");
    }

    @Test
    void theShippedFileRepeatsEveryDefault() {
        Path shipped = Path.of("config.yaml").toAbsolutePath();

        Config fromFile = load(Map.of("MODEL_PREVIEW_WORKER_CONFIG", shipped.toString()));

        assertThat(fromFile).isEqualTo(load(Map.of()));
    }

    private Config load(Map<String, String> environment) {
        var all = new HashMap<>(SECRET);
        all.putAll(environment);
        return new ConfigLoader(all, directory).load();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
