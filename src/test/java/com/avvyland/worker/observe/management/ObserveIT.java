// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.management;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.cli.AvvyWorker;
import com.avvyland.worker.provider.openai.TestingOpenAi;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingWorker;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs one worker with its management port, and asks it as Prometheus and an orchestrator do. */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ObserveIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final Pattern NAME = Pattern.compile("^# TYPE (\\S+) \\S+$");
    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `((?:avvy|asynq)_[a-z_]+)` \\|");

    private static int port;
    private static TestingReceiver receiver;
    private static TestingOpenAi openai;
    private static TestingWorker worker;

    @BeforeAll
    static void start() throws IOException {
        port = freePort();
        receiver = new TestingReceiver();
        openai = new TestingOpenAi();
        worker = TestingWorker.observed(
                REDIS,
                Map.of(
                        "MODEL_PREVIEW_WORKER_CONFIG",
                        "src/test/resources/flow/one-attempt.yaml",
                        "OPENAI_API_KEY",
                        TestingOpenAi.KEY,
                        "OPENAI_BASE_URL",
                        openai.url() + "/v1",
                        "AVVY_OBSERVE_PORT",
                        String.valueOf(port)));
    }

    @AfterAll
    static void stop() {
        worker.close();
        receiver.close();
        openai.close();
    }

    @Test
    @Order(1)
    void countsWhatBecameOfATask() throws Exception {
        String id = enqueue("seen");
        enqueue("broken", "input_model", new byte[] {1, 2, 3});
        await().atMost(ofSeconds(60)).until(() -> receiver.received().size() == 2 && !worker.holds(id));

        // The first scrape finds the queues, the next one shows them.
        get("/observe/metrics");
        String scrape = get("/observe/metrics").body();

        assertThat(scrape)
                .contains("avvy_task_results_total{outcome=\"completed\",type=\"model.preview.v1\"} 1.0")
                .contains("avvy_task_results_total{outcome=\"unsupported_format\",type=\"model.preview.v1\"} 1.0")
                .contains("avvy_callback_attempts_total{outcome=\"delivered\"} 2.0")
                .contains("avvy_step_seconds_count{outcome=\"done\",step=\"render-previews\"} 1")
                .contains(
                        "avvy_provider_calls_seconds_count{capability=\"understand-image\",outcome=\"delivered\",provider=\"openai\"} 1")
                .contains("avvy_provider_cost_dollars_total{capability=\"understand-image\",provider=\"openai\"} 0.002")
                .contains("avvy_models_rendered_total 1.0")
                .contains("asynq_worker_up{route=\"intake\"} 1.0")
                .contains("asynq_tasks_processed_total{queue=\"model_preview\"}")
                .doesNotContain(id)
                .doesNotContain("127.0.0.1")
                .doesNotContain(TestingOpenAi.KEY)
                .doesNotContain(TestingWorker.SECRET);
    }

    @Test
    @Order(2)
    void namesEveryMeterInTheDocsAndNoOther() throws Exception {
        Set<String> shown = get("/observe/metrics")
                .body()
                .lines()
                .map(NAME::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .filter(name -> name.startsWith("avvy_") || name.startsWith("asynq_"))
                .filter(name -> !name.endsWith("_max"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> documented = Files.readAllLines(Path.of("docs/observability.md")).stream()
                .map(DOCUMENTED::matcher)
                .filter(Matcher::find)
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(shown).isEqualTo(documented);
    }

    @Test
    @Order(3)
    void isReadAsPrometheusReadsIt() throws Exception {
        Path promtool = Path.of("/usr/bin/promtool");
        assumeThat(promtool)
                .as("promtool: absent (expected: Debian's package prometheus)")
                .isExecutable();
        Path scrape = Files.writeString(
                Files.createTempFile("scrape", ".txt"), get("/observe/metrics").body());

        Process check = new ProcessBuilder(promtool.toString(), "check", "metrics")
                .redirectInput(scrape.toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .doesNotContain("error");
        Files.delete(scrape);
    }

    @Test
    @Order(4)
    void answersNothingElse() throws Exception {
        assertThat(get("/observe/metrics/more").statusCode()).isEqualTo(404);
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(uri("/observe/health"))
                                        .DELETE()
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    @Order(5)
    void saysInOneLineThatThePortIsTaken() {
        var environment = new HashMap<String, String>();
        environment.put("MODEL_PREVIEW_CALLBACK_SECRET", "s");
        environment.put("REDIS_ADDRESS", "127.0.0.1:" + REDIS.port());
        environment.put("AVVY_OBSERVE_PORT", String.valueOf(port));
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        int status;
        try {
            status = AvvyWorker.execute(environment, "worker");
        } finally {
            System.setErr(before);
        }

        assertThat(status).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8).lines().filter(line -> !line.contains("INFO")))
                .singleElement()
                .asString()
                .startsWith("avvy-worker: worker.observe.port: 127.0.0.1:" + port);
    }

    @Test
    @Order(6)
    void isLiveAndNotReadyWhileRedisIsAway() throws Exception {
        await().atMost(ofSeconds(30)).until(() -> get("/observe/health/ready").statusCode() == 200);
        assertThat(get("/observe/health/ready").body()).startsWith("{\"status\":\"UP\"");

        REDIS.stop();
        // Each consumer has a heartbeat of its own.
        await().atMost(ofSeconds(60))
                .until(() -> get("/observe/health/ready").body().contains("\"consumer:intake\""));

        assertThat(get("/observe/health/ready").statusCode()).isEqualTo(503);

        assertThat(get("/observe/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/observe/health").statusCode()).isEqualTo(503);
        assertThat(get("/observe/metrics").body()).contains("asynq_worker_up{route=\"intake\"} 0.0");
        assertThat(get("/observe/health/ready").body())
                .startsWith("{\"status\":\"DOWN\"")
                .contains("consumer:intake")
                .doesNotContain("127.0.0.1");

        REDIS.start();
        await().atMost(ofSeconds(60)).until(() -> get("/observe/health/ready").statusCode() == 200);
    }

    private static String enqueue(String hash, Object... more) throws IOException {
        Map<String, Object> task = new HashMap<>(Map.of(
                "model_hash",
                hash,
                "callback_url",
                receiver.url("/"),
                "input_format",
                ".glb",
                "input_model",
                TestingModels.box().glb(),
                "preview",
                Map.of("angles", new String[] {"front"}, "width", 128, "height", 128)));
        for (int i = 0; i < more.length; i += 2) {
            task.put((String) more[i], more[i + 1]);
        }
        return worker.enqueue("model.preview.v1", new CBORMapper().writeValueAsBytes(task), options -> options);
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Below the ports that the system gives to others. */
    private static int freePort() {
        while (true) {
            int wanted = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // Another one.
            }
        }
    }
}
