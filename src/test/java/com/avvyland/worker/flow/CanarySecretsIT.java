// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.redis.RedisLocation;
import com.avvyland.worker.config.ConfigLoader;
import com.avvyland.worker.config.InvalidConfigException;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.gemini.TestingGemini;
import com.avvyland.worker.provider.openai.TestingOpenAi;
import com.avvyland.worker.provider.tencent.TestingTencent;
import com.avvyland.worker.testing.TestingLog;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingReceiver.Answer;
import com.avvyland.worker.testing.TestingReceiver.Received;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingWorker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;

/**
 * Plants a marked secret in every setting that takes one and in every task, lets tasks end well and badly with the log
 * at TRACE, and looks into all that others read.
 */
class CanarySecretsIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    @Test
    void writesNoSecretAnywhere() throws Exception {
        String log;
        List<Received> callbacks;
        try (Jedis admin = new Jedis("127.0.0.1", REDIS.port());
                TestingReceiver store = new TestingReceiver();
                TestingJob job = new TestingJob(REDIS);
                TestingLog kept = new TestingLog()) {
            login(admin, "+@all", "~*");
            store.answer(500, 403, 500, 403, 500, 403);
            try (TestingWorker worker = job.worker(settings(store))) {
                runAll(worker, job, admin);
            }
            Canaries.assertNoneIn(admin);
            log = kept.text();
            callbacks = List.copyOf(job.receiver.received());
            assertThat(job.gemini.calls()).isNotEmpty();
            assertThat(job.openai.calls()).isNotEmpty();
            assertThat(job.tencent.calls()).isNotEmpty();
            assertThat(store.received()).isNotEmpty();
        }
        assertThat(log)
                .contains("TRACE ")
                .contains("DEBUG ")
                .contains("callback: 404")
                .contains("redis: NOPERM");
        Canaries.assertNone(log, "the log");
        for (Received callback : callbacks) {
            Canaries.assertNone(new String(callback.body(), StandardCharsets.ISO_8859_1), "a callback");
            Canaries.assertNone(callback.headers().toString(), "a callback's headers");
        }
        assertThat(callbacks.stream()
                        .map(callback -> Payload.decode(callback.body())
                                .path("error_code")
                                .asText()))
                .contains("invalid_payload", "storage_failed");
    }

    private static void runAll(TestingWorker worker, TestingJob job, Jedis admin) throws Exception {
        String url = job.receiver.url("/cb?token=" + Canaries.URL_TOKEN);
        byte[] glb = TestingModels.texturedBox();

        // Well, and slowly enough to be seen among the workers that Redis knows.
        job.receiver.answer(Answer.of(200).after(ofSeconds(8)));
        enqueue(worker, "model.preview.v1", Payload.preview(url, glb, Map.of()));
        await().atMost(ofSeconds(60)).until(() -> !job.receiver.received().isEmpty());
        await().atMost(ofSeconds(8)).until(() -> !Canaries.workers(admin).isEmpty());
        Canaries.assertNoneIn(admin);

        job.receiver.answer(404);
        String refused = enqueue(worker, "model.preview.v1", Payload.preview(url, glb, Map.of()));
        await().atMost(ofSeconds(60)).until(() -> worker.ids("archived").contains(refused));
        job.receiver.answer(503);
        String delayed = enqueue(worker, "model.preview.v1", Payload.preview(url, glb, Map.of()));
        await().atMost(ofSeconds(60)).until(() -> worker.ids("retry").contains(delayed));

        for (String model :
                List.of("https://127.0.0.1/m.glb", "https://nowhere.invalid/m.glb", "s3://elsewhere/m.glb")) {
            String archived = worker.enqueue(
                    "model.preview.v1",
                    Payload.preview(
                            url,
                            glb,
                            Map.of(
                                    "input_model",
                                    Payload.ABSENT,
                                    "input_model_url",
                                    model + "?token=" + Canaries.URL_TOKEN)),
                    task -> marked(task).maxRetry(0));
            awaitEnd(worker, archived);
        }
        awaitEnd(
                worker,
                enqueue(
                        worker,
                        "model.preview.v1",
                        Payload.preview("http://user:" + Canaries.URL_TOKEN + "@127.0.0.1/", glb, Map.of())));
        awaitEnd(worker, enqueue(worker, "model.object_pipeline.v1", Payload.preview(url, glb, Map.of())));

        // Providers that quote the key back, and S3 that does not answer.
        for (int status : new int[] {401, 400, 500}) {
            job.gemini.next(quoting(status, TestingGemini.KEY));
            job.openai.next(quoting(status, TestingOpenAi.KEY));
            job.tencent.next(quoting(status, TestingTencent.ID));
        }
        Map<String, Object> fields = job.stepFields("front", 0, List.of());
        fields.put("callback_url", url);
        for (int i = 0; i < 2; i++) {
            awaitEnd(worker, enqueue(worker, TestingJob.STEP, Payload.encode(fields)));
        }
        fields = new HashMap<>(Map.of(
                "model_hash",
                "h",
                "callback_url",
                url,
                "job_id",
                "j",
                "views",
                List.of(TestingProjection.view("front"))));
        awaitEnd(worker, enqueue(worker, TestingJob.MODEL, Payload.encode(fields)));

        // A Redis that refuses to keep a result: its client quotes what it was given.
        login(admin, "-set", "~*");
        awaitEnd(worker, enqueue(worker, "model.preview.v1", Payload.preview(url, glb, Map.of())));
        login(admin, "+@all", "~*");
    }

    @ParameterizedTest
    @CsvSource({
        "REDIS_ADDRESS, redis://u:canary-redis-password@host:port",
        "REDIS_ADDRESS, redis://u:canary-redis-password@",
        "S3_ENDPOINT, https://u:canary-s3-key@host",
        "OPENAI_BASE_URL, https://u:canary-unused-provider-key@host/v1",
        "TENCENT_SECRET_KEY, canary-unused-provider-key",
        "S3_ACCESS_KEY_ID, canary-s3-id",
        "MODEL_PREVIEW_CALLBACK_SECRET_PREVIOUS, ''",
        "MODEL_PREVIEW_CALLBACK_TIMEOUT, canary-of-no-kind"
    })
    void refusesABadSettingWithoutQuotingASecret(String variable, String value) {
        Map<String, String> environment =
                new HashMap<>(Map.of("MODEL_PREVIEW_CALLBACK_SECRET", Canaries.CALLBACK, "S3_BUCKET", "bucket"));
        environment.put(variable, value);
        try {
            var config = new ConfigLoader(environment, Path.of("target")).load();
            Canaries.assertNone(config.toString(), "the configuration");
            // What is wrong with an address is seen when it is opened.
            RedisLocation.parse(config.redis().address());
        } catch (IllegalArgumentException | InvalidConfigException refused) {
            Canaries.assertNone(refused.toString(), "a refusal");
        }
    }

    private static Mishap quoting(int status, String key) {
        return Mishap.answer(
                status, "{\"error\":{\"message\":\"Incorrect API key: %s\",\"status\":\"%s\"}}".formatted(key, key));
    }

    private static String enqueue(TestingWorker worker, String type, byte[] payload) {
        boolean projection = type.startsWith("model.projection.");
        return worker.enqueue(type, payload, task -> {
            NewTask.Builder marked = marked(task);
            return projection ? marked.queue(TestingJob.QUEUE).maxRetry(0) : marked;
        });
    }

    private static NewTask.Builder marked(NewTask.Builder task) {
        return task.header("x-token", Canaries.HEADER).header("authorization", "Bearer " + Canaries.HEADER);
    }

    private static void awaitEnd(TestingWorker worker, String id) {
        await().atMost(ofSeconds(60))
                .until(() -> List.of(TestingWorker.QUEUE, TestingJob.QUEUE).stream()
                                .anyMatch(queue -> worker.ids(queue, "archived").contains(id)
                                        || worker.ids(queue, "retry").contains(id)
                                        || worker.ids(queue, "completed").contains(id))
                        || gone(worker, id));
    }

    private static boolean gone(TestingWorker worker, String id) {
        try (Jedis redis = new Jedis("127.0.0.1", REDIS.port())) {
            return !redis.exists("asynq:{model_preview}:t:" + id) && !redis.exists("asynq:{model_projection}:t:" + id);
        }
    }

    private static void login(Jedis admin, String... rule) {
        admin.sendCommand(
                Command.ACL,
                "SETUSER",
                "canary",
                "on",
                "resetpass",
                ">" + Canaries.REDIS,
                "allchannels",
                rule[1],
                rule[0]);
    }

    private static Map<String, String> settings(TestingReceiver store) {
        return Map.ofEntries(
                Map.entry("MODEL_PREVIEW_CALLBACK_SECRET", Canaries.CALLBACK),
                Map.entry("MODEL_PREVIEW_CALLBACK_SECRET_PREVIOUS", Canaries.PREVIOUS),
                Map.entry("MODEL_PREVIEW_CALLBACK_STANDARD_WEBHOOKS", "true"),
                Map.entry("REDIS_USERNAME", "canary"),
                Map.entry("REDIS_PASSWORD", Canaries.REDIS),
                Map.entry("S3_BUCKET", "bucket"),
                Map.entry("S3_ENDPOINT", store.url("")),
                Map.entry("S3_FORCE_PATH_STYLE", "true"),
                Map.entry("S3_ACCESS_KEY_ID", Canaries.S3_ID),
                Map.entry("S3_SECRET_ACCESS_KEY", Canaries.S3_KEY),
                Map.entry("MODEL_PREVIEW_WORKER_CONFIG", "src/test/resources/flow/canary.yaml"),
                Map.entry("KIE_API_KEY", Canaries.OTHER_KEY),
                Map.entry("KIE_BASE_URL", store.url("")),
                Map.entry("PIAPI_API_KEY", Canaries.OTHER_KEY),
                Map.entry("PIAPI_BASE_URL", store.url("")),
                Map.entry("FAL_API_KEY", Canaries.OTHER_KEY),
                Map.entry("FAL_BASE_URL", store.url("")),
                Map.entry("NANOBANANA_API_KEY", Canaries.OTHER_KEY),
                Map.entry("NANOBANANA_BASE_URL", store.url("")),
                Map.entry("REPLICATE_API_KEY", Canaries.OTHER_KEY),
                Map.entry("REPLICATE_BASE_URL", store.url("")));
    }
}
