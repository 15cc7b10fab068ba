// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static com.avvyland.worker.testing.TestingOtlp.attributes;
import static com.avvyland.worker.testing.TestingOtlp.id;
import static com.avvyland.worker.testing.TestingOtlp.parent;
import static com.avvyland.worker.testing.TestingOtlp.trace;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.openai.TestingOpenAi;
import com.avvyland.worker.testing.TestingLog;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingOtlp;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingWorker;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs whole tasks, and reads their traces as a collector does. */
@Timeout(120)
class TracingIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PRODUCER = "00f067aa0ba902b7";
    private static final String CANARY = "canary-9f2c";
    private static final String TOKEN = "otlp-token-77";

    private TestingOtlp otlp;
    private TestingReceiver receiver;
    private TestingOpenAi openai;
    private TestingWorker worker;

    /** The SDK sends every five seconds otherwise; an operator may let it wait for long. */
    @BeforeAll
    static void sendSoon() {
        System.setProperty("otel.bsp.schedule.delay", "100");
        System.setProperty("otel.exporter.otlp.timeout", "60000");
    }

    @AfterAll
    static void sendAsUsual() {
        System.clearProperty("otel.bsp.schedule.delay");
        System.clearProperty("otel.exporter.otlp.timeout");
    }

    @BeforeEach
    void start() throws IOException {
        otlp = new TestingOtlp();
        receiver = new TestingReceiver();
        openai = new TestingOpenAi();
        worker = new TestingWorker(
                REDIS,
                Map.of(
                        "MODEL_PREVIEW_WORKER_CONFIG",
                        "src/test/resources/flow/one-attempt.yaml",
                        "OPENAI_API_KEY",
                        TestingOpenAi.KEY,
                        "OPENAI_BASE_URL",
                        openai.url() + "/v1",
                        "TRACING_ENABLED",
                        "true",
                        "OTLP_ENDPOINT",
                        otlp.url(),
                        "OTLP_HEADERS",
                        "X-Token=" + TOKEN,
                        "OTLP_SERVICE_NAME",
                        "worker-under-test"));
    }

    @AfterEach
    void stop() {
        worker.close();
        receiver.close();
        openai.close();
        otlp.close();
    }

    @Test
    void showsATaskAsOneTraceFromItsProducerToItsReceiver() {
        worker.enqueue(
                "model.preview.v1",
                payload("seen", Map.of()),
                task -> task.header("traceparent", "00-%s-%s-01".formatted(TRACE, PRODUCER))
                        .header("tracestate", "vendor=" + CANARY));
        await().atMost(ofSeconds(60)).until(() -> any("process model_preview"));

        List<Span> spans = otlp.spans();
        assertThat(spans).allSatisfy(span -> assertThat(trace(span)).isEqualTo(TRACE));
        Span task = one("process model_preview");
        assertThat(parent(task)).isEqualTo(PRODUCER);
        assertThat(task.getKind()).isEqualTo(SpanKind.SPAN_KIND_CONSUMER);
        assertThat(attributes(task))
                .containsEntry("messaging.system", "asynq")
                .containsEntry("messaging.destination.name", "model_preview")
                .containsEntry("asynq.task.type", "model.preview.v1");
        assertThat(spans.stream().filter(span -> parent(span).equals(id(task))).map(Span::getName))
                .containsExactly(
                        "decode-task",
                        "read-model",
                        "convert-model",
                        "decode-meshopt",
                        "check-model",
                        "measure-geometry",
                        "render-previews",
                        "describe",
                        "keep-result",
                        "deliver");

        Span call = sent("openai-understand-image");
        assertThat(parent(call)).isEqualTo(id(one("describe")));
        assertThat(openai.calls().getFirst().headers())
                .containsEntry("traceparent", "00-%s-%s-01".formatted(TRACE, id(call)))
                .doesNotContainKey("baggage");
        Span post = sent("callback-post");
        assertThat(parent(post)).isEqualTo(id(one("deliver")));
        assertThat(post.getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
        assertThat(attributes(post))
                .containsEntry("server.address", "127.0.0.1")
                .containsEntry("http.response.status_code", "200");
        assertThat(receiver.received().getFirst().headers())
                .containsEntry("traceparent", "00-%s-%s-01".formatted(TRACE, id(post)))
                .containsEntry("tracestate", "vendor=" + CANARY)
                .doesNotContainKey("baggage");

        assertThat(otlp.resource()).containsEntry("service.name", "worker-under-test");
        assertThat(otlp.headers().getFirst()).containsEntry("X-Token", TOKEN);
        assertThat(otlp.text().replace("trace_state: \"vendor=" + CANARY + "\"", ""))
                .doesNotContain(CANARY)
                .doesNotContain(TestingOpenAi.KEY)
                .doesNotContain(TestingWorker.SECRET)
                .doesNotContain(TOKEN);
        assertThat(spans).allSatisfy(span -> assertThat(span.getEventsList()).isEmpty());
    }

    @Test
    void marksWhatFailedAndKeepsTheRetryInTheSameTrace() {
        openai.next(Mishap.answer(503, "{\"error\":{\"message\":\"" + CANARY + "\"}}"));
        String id = worker.enqueue(
                "model.preview.v1",
                payload("down", Map.of("traceparent", "00-%s-%s-01".formatted(TRACE, PRODUCER))),
                task -> task);
        await().atMost(ofSeconds(60)).until(() -> worker.ids("retry").contains(id) && any("process model_preview"));

        assertThat(List.of(one("process model_preview"), one("describe"), sent("openai-understand-image")))
                .allSatisfy(span -> assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR));
        assertThat(attributes(one("describe"))).containsKey("error.type");
        assertThat(one("render-previews").getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);

        worker.retryNow(id);
        await().atMost(ofSeconds(60))
                .until(() -> otlp.spans().stream()
                                .filter(span -> span.getName().equals("process model_preview"))
                                .count()
                        == 2);
        assertThat(otlp.spans()).allSatisfy(span -> assertThat(trace(span)).isEqualTo(TRACE));
        assertThat(otlp.spans().stream()
                        .filter(span -> span.getName().equals("process model_preview"))
                        .map(TestingOtlp::parent))
                .containsExactly(PRODUCER, PRODUCER);
        assertThat(otlp.text()).doesNotContain(CANARY);
    }

    @Test
    void finishesTasksAndStopsWhenTheCollectorNeverAnswers() {
        otlp.silent();
        String log;
        long stopping;
        try (TestingLog kept = new TestingLog()) {
            worker.enqueue("model.preview.v1", payload("silent", Map.of()), task -> task);
            await().atMost(ofSeconds(60)).until(() -> receiver.received().size() == 1);
            stopping = System.nanoTime();
            worker.close();
            log = kept.text();
        }

        // The exporter itself would wait for a minute.
        assertThat(Duration.ofNanos(System.nanoTime() - stopping)).isLessThan(ofSeconds(10));
        assertThat(log.lines().filter(line -> line.contains("Tracing traces:"))).hasSizeLessThanOrEqualTo(2);
    }

    private byte[] payload(String hash, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(more);
        all.put("model_hash", CANARY + hash);
        all.put("preview", Map.of("background", colour(hash), "width", 128, "height", 128));
        String url = receiver.url("/callback?token=" + CANARY);
        return Payload.preview(url, TestingModels.box().glb(), all);
    }

    private static String colour(String hash) {
        return "#%06x".formatted(hash.hashCode() & 0xffffff);
    }

    private boolean any(String name) {
        return otlp.spans().stream().anyMatch(span -> span.getName().equals(name));
    }

    private Span one(String name) {
        return otlp.spans().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + ": no span"));
    }

    private Span sent(String route) {
        return otlp.spans().stream()
                .filter(span -> route.equals(attributes(span).get("camel.route")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(route + ": no call"));
    }
}
