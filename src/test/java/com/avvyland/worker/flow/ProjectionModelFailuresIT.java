// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static com.avvyland.worker.flow.TestingProjection.view;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.testing.TestingFormats;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingTetrahedron;
import com.avvyland.worker.testing.TestingWorker;
import com.avvyland.worker.testing.WorkerProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lets tasks of the model family fail: what is told, and what is paid for. */
class ProjectionModelFailuresIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private TestingProjection projection;

    @BeforeEach
    void start() throws IOException {
        projection = new TestingProjection(REDIS);
    }

    @AfterEach
    void stop() {
        projection.close();
    }

    static Stream<Arguments> broken() {
        byte[] zip = TestingFormats.zip(Map.of("model.obj", TestingTetrahedron.obj()));
        return Stream.of(
                arguments("a broken ZIP", "ZIP", Arrays.copyOf(zip, zip.length / 2)),
                arguments("a ZIP bomb", "ZIP", TestingFormats.zip(Map.of("model.obj", new byte[64 << 20]))),
                arguments("a ZIP without a model", "ZIP", TestingFormats.zip(Map.of("readme.txt", new byte[9]))),
                arguments("a ZIP that leads elsewhere", "ZIP", TestingFormats.zip(Map.of("../model.obj", new byte[9]))),
                arguments("HTML for an FBX", "FBX", TestingTetrahedron.bytes("<html>".repeat(9))),
                arguments("a GLB for an STL", "STL", TestingModels.texturedBox()),
                arguments(
                        "a GLB that refers to nothing",
                        "GLB",
                        TestingModels.hostile("a child that is not there").bytes()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void saysOnceAndForAllThatAProvidersModelIsBroken(String what, String type, byte[] file) {
        projection.tencent.result(type, file);
        try (TestingWorker worker = projection.worker(Map.of())) {
            String id = projection.enqueue(worker, Map.of(), task -> task.maxRetry(5));

            JsonNode body = projection.failed("invalid_model");
            assertThat(body.path("error").asText()).startsWith("tencent: ");
            assertThat(projection.tencent.billed()).hasSize(1);
            await().atMost(ofSeconds(10)).until(() -> !worker.holds(id));
        }
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                arguments(Map.of("views", List.of(view("back"), view("front"))), "views[0].view: back"),
                arguments(Map.of("views", List.of(view("front"), view("0,0"))), "views[1].view: 0,0 again"),
                arguments(
                        Map.of("views", List.of(view("front"), view("three_quarter"))), "views[1].view: three_quarter"),
                arguments(Map.of("preview", Map.of("background", "no colour")), "background"));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void findsWhatIsWrongWithTheTaskBeforeAnythingIsPaidFor(Map<String, Object> wrong, String error) {
        try (TestingWorker worker = projection.worker(Map.of())) {
            projection.enqueue(worker, wrong, task -> task);

            assertThat(projection.failed("invalid_payload").path("error").asText())
                    .contains(error);
            assertThat(projection.tencent.calls()).isEmpty();
        }
    }

    @Test
    void fetchesTheResultAtOnceAndAsksForTheSameJobAgainWhenItsUrlIsDead() {
        projection.tencent.result("GLB", TestingModels.triangle());
        projection.tencent.whenFetched(Mishap.answer(403, "<Error><Code>AccessDenied</Code></Error>"));
        try (TestingWorker worker = projection.worker(Map.of())) {
            String id = projection.enqueue(worker, Map.of(), task -> task.maxRetry(5));
            await().atMost(ofSeconds(60)).until(() -> worker.ids("retry").contains(id));
            assertThat(worker.message(id)).contains("tencent: job bought, and not read: result: status 403");
            assertThat(projection.receiver.received()).isEmpty();
            worker.retryNow(id);

            projection.completed();
            assertThat(projection.asked())
                    .containsExactly(
                            "SubmitHunyuanTo3DProJob",
                            "QueryHunyuanTo3DProJob",
                            "QueryHunyuanTo3DProJob",
                            "file",
                            "QueryHunyuanTo3DProJob",
                            "file");
        }
    }

    @Test
    void buysNothingAgainWhenWhatComesAfterThePurchaseFails() {
        projection.tencent.result("GLB", TestingModels.triangle());
        Map<String, Object> pictures = Map.of("views", List.of(view("front")));
        try (TestingWorker worker =
                projection.worker(Map.of("MODEL_PREVIEW_WORKER_CONFIG", "src/test/resources/flow/small-inline.yaml"))) {
            projection.enqueue(worker, pictures, task -> task.maxRetry(0));
            projection.failed("storage_failed");
        }
        int asked = projection.tencent.calls().size();
        try (TestingWorker worker = projection.worker(Map.of())) {
            projection.enqueue(worker, pictures, task -> task);

            await().atMost(ofSeconds(60))
                    .until(() -> projection.receiver.received().size() == 2);
            JsonNode body =
                    Payload.decode(projection.receiver.received().getLast().body());
            assertThat(body.path("status").asText()).isEqualTo("completed");
            assertThat(body.path("provider_job_id").asText()).isEqualTo("1375367755519696896");
            assertThat(projection.tencent.calls()).hasSize(asked);
        }
    }

    @Test
    void anotherWorkerGoesOnWithTheJobOfOneThatWasKilled() throws Exception {
        projection.tencent.result("GLB", TestingModels.triangle());
        projection.tencent.doneAfter(1000);
        Map<String, String> settings = projection.settings(Map.of(
                "AVVY_HOME",
                ".",
                "REDIS_ADDRESS",
                "127.0.0.1:" + REDIS.port(),
                "MODEL_PREVIEW_CALLBACK_SECRET",
                TestingWorker.SECRET,
                "MODEL_PREVIEW_CALLBACK_ALLOW_HTTP",
                "true",
                "MODEL_PREVIEW_CALLBACK_ALLOW_PRIVATE",
                "true"));
        String id;
        try (TestingWorker producer = projection.worker(Map.of("MODEL_PREVIEW_QUEUE_NAME", "unused"));
                WorkerProcess killed = WorkerProcess.ofClasses(settings, "worker")) {
            id = projection.enqueue(producer, Map.of(), task -> task.maxRetry(5));
            await().atMost(ofSeconds(90)).until(() -> projection.asked().contains("QueryHunyuanTo3DProJob"));
            killed.kill();
        }
        projection.tencent.doneAfter(1);
        TestingWorker.endLease(REDIS, id);
        try (TestingWorker _ = projection.worker(Map.of())) {
            assertThat(projection.completed().path("provider_job_id").asText()).isEqualTo("1375367755519696896");
            assertThat(projection.submissions()).hasSize(1);
            assertThat(projection.tencent.billed()).hasSize(1);
        }
    }
}
