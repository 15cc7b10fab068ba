// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.egress.EgressPolicy;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.Metadata;
import com.avvyland.worker.task.ModelPreviewCallback;
import com.avvyland.worker.task.ModelPreviewTask;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.task.TestingPayload;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingRedis;
import com.upokecenter.cbor.CBORObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

@Timeout(20)
class IntakeRouteIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final String TYPE = "model.preview.v1";
    private static final AtomicInteger COMPUTED = new AtomicInteger();
    private static @Nullable RuntimeException failure;

    private static RedissonClient redisson;
    private static TestingCallbackRoutes routes;
    private static ProducerTemplate template;

    private TestingReceiver receiver;

    @BeforeAll
    static void start() throws Exception {
        Config config = new Config();
        config.useSingleServer().setAddress(REDIS.uri()).setConnectionMinimumIdleSize(1);
        redisson = Redisson.create(config);
        routes = new TestingCallbackRoutes(
                redisson,
                new EgressPolicy(List.of(), true, true),
                Duration.ofSeconds(2),
                new TestingPipeline(),
                "callback.camel.yaml",
                "intake.camel.yaml");
        AdviceWith.adviceWith(routes.camel(), "intake", advice -> advice.replaceFromWith("direct:intake"));
        routes.camel().start();
        template = routes.camel().createProducerTemplate();
    }

    /** Stands where the route of the task type will be. */
    private static final class TestingPipeline extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:model-preview").errorHandler(noErrorHandler()).process(exchange -> {
                COMPUTED.incrementAndGet();
                if (failure != null) {
                    throw failure;
                }
                ModelPreviewTask task = exchange.getMessage().getBody(ModelPreviewTask.class);
                Metadata metadata = new Metadata("t", "d", List.of(), null, null, false, List.of(), "geometry", null);
                exchange.getMessage()
                        .setBody(new ModelPreviewCallback(
                                task.modelHash(),
                                exchange.getMessage().getHeader("CamelAsynqTaskId", String.class),
                                "completed",
                                metadata,
                                List.of()));
            });
        }
    }

    @AfterAll
    static void stop() {
        routes.close();
        redisson.shutdown();
    }

    @BeforeEach
    void open() throws IOException {
        redisson.getKeys().flushdb();
        COMPUTED.set(0);
        failure = null;
        receiver = new TestingReceiver();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void answersATaskThatWorks() {
        Exchange ended = take(payload(), TYPE, 0);

        assertThat(ended.getException()).isNull();
        assertThat(answer().get("status").AsString()).isEqualTo("completed");
        assertThat(answer().get("task_id").AsString()).isEqualTo("task-1");
        assertThat(redisson.getKeys().getKeysStream())
                .singleElement()
                .satisfies(key -> assertThat(redisson.getKeys().remainTimeToLive(key))
                        .isBetween(1L, Duration.ofMinutes(1).toMillis()));
    }

    @Test
    void sendsTheSameBytesWhenItsWorkerDiedBeforeTheQueueKnewThatItWasDone() {
        take(payload(), TYPE, 0);
        take(payload(), TYPE, 1);

        assertThat(COMPUTED).hasValue(1);
        assertThat(receiver.received()).hasSize(2);
        assertThat(receiver.received().getLast().body())
                .isEqualTo(receiver.received().getFirst().body());
    }

    @Test
    void sendsTheKeptBytesAgainAndComputesNothingAgain() {
        receiver.answer(503, 503, 503);
        assertThat(take(payload(), TYPE, 0).getException()).isInstanceOf(DeliveryDelayedException.class);
        Exchange retried = take(payload(), TYPE, 1);

        assertThat(retried.getException()).isNull();
        assertThat(COMPUTED).hasValue(1);
        assertThat(receiver.received()).hasSize(4);
        byte[] first = receiver.received().getFirst().body();
        assertThat(receiver.received()).allSatisfy(received -> {
            assertThat(received.body()).isEqualTo(first);
            assertThat(received.headers().get("X-Model-Preview-Signature"))
                    .isEqualTo(CallbackSignerTest.rfc2104(TestingCallbackRoutes.SECRET.bytes(), first));
        });
    }

    @Test
    void computesATaskAgainThatHasAnUsedIdAndAnotherPayload() {
        receiver.answer(404);
        take(payload(), TYPE, 0);
        take(payload().with("model_hash", "hash-2"), TYPE, 0);

        assertThat(COMPUTED).hasValue(2);
        assertThat(answer().get("model_hash").AsString()).isEqualTo("hash-2");
    }

    @Test
    void reportsAPermanentFailureAndEndsTheTask() {
        failure = new TaskFailure(FailureCode.INVALID_MODEL, "glb: truncated");
        assertThat(take(payload(), TYPE, 0).getException()).isNull();
        assertThat(answer().get("error_code").AsString()).isEqualTo("invalid_model");
        assertThat(answer().get("error").AsString()).isEqualTo("glb: truncated");
    }

    @Test
    void leavesAPassingFailureToTheQueueWithoutAWordToTheReceiver() {
        failure = new TaskFailure(FailureCode.RENDER_FAILED, "page: crashed");
        assertThat(take(payload(), TYPE, 1).getException()).isSameAs(failure);
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void reportsAPassingFailureWithTheLastRetryAndArchivesTheTask() {
        failure = new TaskFailure(FailureCode.RENDER_FAILED, "page: crashed");
        assertThat(take(payload(), TYPE, 3).getException())
                .isInstanceOf(ArchivedTaskException.class)
                .hasMessage("render_failed: page: crashed");
        assertThat(answer().get("error_code").AsString()).isEqualTo("render_failed");
    }

    @Test
    void callsAnUnknownExceptionInternal() {
        failure = new IllegalStateException("secret detail");
        assertThat(take(payload(), TYPE, 3).getException())
                .isInstanceOf(ArchivedTaskException.class)
                .hasMessageNotContaining("secret");
        assertThat(answer().get("error_code").AsString()).isEqualTo("internal");
    }

    @Test
    void reportsAPayloadThatIsWrongWhereItSaysWhere() {
        assertThat(take(payload().with("input_model", "text"), TYPE, 0).getException())
                .isNull();
        assertThat(answer().get("error_code").AsString()).isEqualTo("invalid_payload");
        assertThat(COMPUTED).hasValue(0);
    }

    @Test
    void reportsATaskTypeThatNobodyKnows() {
        assertThat(take(payload(), "model.preview.v2", 0).getException()).isNull();
        assertThat(answer().get("error").AsString()).contains("model.preview.v2");
        assertThat(receiver.received().getFirst().headers()).containsKey("X-Model-Preview-Signature");
    }

    @Test
    void archivesAtOnceWhatNobodyCanBeToldOf() {
        for (TestingPayload payload : List.of(
                payload().without("callback_url"),
                payload().with("callback_url", "nonsense"),
                payload().with("callback_url", "http://169.254.169.254/"),
                payload().with("callback_url", receiver.url("/").replace("http:", "ftp:")))) {
            assertThat(take(payload, TYPE, 0).getException()).isInstanceOf(ArchivedTaskException.class);
        }
        assertThat(take(new byte[] {1, 2, 3}, TYPE, 0).getException())
                .isInstanceOf(ArchivedTaskException.class)
                .hasMessageStartingWith("invalid_payload: payload: not a map");
        assertThat(COMPUTED).hasValue(0);
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void reportsNothingTwiceWhenTheFailureCouldNotBeDelivered() {
        failure = new TaskFailure(FailureCode.INVALID_MODEL, "glb: truncated");
        receiver.answer(500, 500, 500);
        assertThat(take(payload(), TYPE, 0).getException()).isInstanceOf(DeliveryDelayedException.class);
        failure = null;
        assertThat(take(payload(), TYPE, 1).getException()).isNull();
        assertThat(COMPUTED).hasValue(1);
        assertThat(answer().get("error_code").AsString()).isEqualTo("invalid_model");
    }

    private TestingPayload payload() {
        return TestingPayload.sound().with("callback_url", receiver.url("/cb"));
    }

    private CBORObject answer() {
        return CBORObject.DecodeFromBytes(receiver.received().getLast().body());
    }

    private static Exchange take(TestingPayload payload, String type, int retried) {
        return take(payload.bytes().toByteArray(), type, retried);
    }

    private static Exchange take(byte[] payload, String type, int retried) {
        return template.request("direct:intake", exchange -> {
            exchange.getMessage().setBody(ByteBuffer.wrap(payload).asReadOnlyBuffer());
            exchange.getMessage()
                    .setHeaders(new HashMap<>(Map.of(
                            "CamelAsynqQueue",
                            "q",
                            "CamelAsynqTaskId",
                            "task-1",
                            "CamelAsynqTaskType",
                            type,
                            "CamelAsynqRetried",
                            retried,
                            "CamelAsynqMaxRetry",
                            3)));
        });
    }
}
