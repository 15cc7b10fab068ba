// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.group.GroupHandler;
import com.avvyland.worker.asynq.testing.TestingStore;
import com.avvyland.worker.asynq.testing.TestingTasks;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AsynqComponentIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final String Q = "asynq:{default}:";
    private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final Duration SOON = Duration.ofSeconds(10);

    private final CamelContext camel = new DefaultCamelContext();
    private final AsynqClient client = new AsynqClient(STORE.redis(), Clock.systemUTC());

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void route(String uri, org.apache.camel.Processor processor) throws Exception {
        AsynqComponent component = camel.getComponent("asynq", AsynqComponent.class);
        component.getConfiguration().setRedisUri(STORE.server().uri());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("tasks").process(processor);
            }
        });
        camel.start();
    }

    private static void awaitState(String id, @Nullable String state) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(STORE.oracle().text("HGET", Q + "t:" + id, "state"))
                        .isEqualTo(state));
    }

    @Test
    void bodyIsAReadOnlyBufferAndHeadersNameTheTask() throws Exception {
        client.enqueue(NewTask.of("mail")
                .id("a")
                .payload("hello".getBytes(UTF_8))
                .maxRetry(7)
                .header("Traceparent", TRACEPARENT)
                .header("CamelHttpUri", "http://attacker")
                .header("X-Other", "y")
                .build());
        Queue<Map<String, Object>> headers = new ConcurrentLinkedQueue<>();
        Queue<ByteBuffer> bodies = new ConcurrentLinkedQueue<>();
        Queue<String> texts = new ConcurrentLinkedQueue<>();
        route("asynq:default", exchange -> {
            bodies.add(exchange.getMessage().getBody(ByteBuffer.class));
            texts.add(new String(exchange.getMessage().getBody(byte[].class), UTF_8));
            headers.add(Map.copyOf(exchange.getMessage().getHeaders()));
        });
        awaitState("a", null);
        assertThat(bodies.element().isReadOnly()).isTrue();
        assertThat(bodies.element().capacity())
                .as("nothing of the message around it")
                .isEqualTo(5);
        assertThat(texts).containsExactly("hello");
        assertThat(headers.element())
                .containsEntry(AsynqConstants.TASK_ID, "a")
                .containsEntry(AsynqConstants.TASK_TYPE, "mail")
                .containsEntry(AsynqConstants.QUEUE, "default")
                .containsEntry(AsynqConstants.RETRIED, 0)
                .containsEntry(AsynqConstants.MAX_RETRY, 7)
                .containsEntry("traceparent", TRACEPARENT)
                .containsKey(AsynqConstants.DEADLINE)
                .doesNotContainKeys("CamelHttpUri", "camelhttpuri", "X-Other", "x-other");
    }

    @Test
    void bodyGivesAccessToTheArrayWhenAskedTo() throws Exception {
        client.enqueue(
                NewTask.of("mail").id("a").payload("hello".getBytes(UTF_8)).build());
        Queue<ByteBuffer> bodies = new ConcurrentLinkedQueue<>();
        route(
                "asynq:default?arrayBody=true",
                exchange -> bodies.add(exchange.getMessage().getBody(ByteBuffer.class)));
        awaitState("a", null);
        ByteBuffer body = bodies.element();
        assertThat(new String(body.array(), body.arrayOffset(), body.remaining(), UTF_8))
                .isEqualTo("hello");
        assertThat(body.array().length).as("the message's own array").isGreaterThan(5);
    }

    @Test
    void exceptionThatIsNoFailureCostsNoRetry() throws Exception {
        client.enqueue(NewTask.of("t").id("a").build());
        Predicate<Throwable> counts = error -> !(error instanceof IllegalStateException);
        camel.getRegistry().bind("counts", counts);
        route("asynq:default?isFailure=#counts", _ -> {
            throw new IllegalStateException("not ready");
        });
        awaitState("a", "retry");
        assertThat(STORE.oracle().number("EXISTS", Q + "failed", Q + "processed"))
                .isZero();
    }

    @Test
    void exceptionOfTheRouteDecidesHowTheTaskEnds() throws Exception {
        client.enqueue(NewTask.of("retry").id("retry").build());
        client.enqueue(NewTask.of("skip").id("skip").build());
        client.enqueue(NewTask.of("revoke").id("revoke").build());
        client.enqueue(
                NewTask.of("ok").id("ok").retention(Duration.ofMinutes(1)).build());
        route("asynq:default?concurrency=2", exchange -> {
            switch (exchange.getMessage().getHeader(AsynqConstants.TASK_TYPE, String.class)) {
                case "retry" -> throw new IllegalStateException("later");
                case "skip" -> throw new IllegalStateException("outer", new SkipRetryException("never"));
                case "revoke" -> throw new RevokeTaskException("gone");
                default -> exchange.getMessage().setHeader(AsynqConstants.RESULT, "fine");
            }
        });
        awaitState("retry", "retry");
        awaitState("skip", "archived");
        awaitState("revoke", null);
        awaitState("ok", "completed");
        assertThat(STORE.oracle().text("HGET", Q + "t:ok", "result")).isEqualTo("fine");
    }

    @Test
    void aGroupReachesTheRouteAsTheOneTaskThatTheAggregatorMadeOfIt() throws Exception {
        GroupHandler joined = (group, tasks) -> NewTask.of("joined:" + group)
                .payload(String.valueOf(tasks.size()).getBytes(UTF_8))
                .build();
        camel.getRegistry().bind("joined", joined);
        for (int i = 0; i < 3; i++) {
            client.enqueue(NewTask.of("t").group("g").build());
        }
        Queue<String> bodies = new ConcurrentLinkedQueue<>();
        route(
                "asynq:default?aggregator=#joined&groupGracePeriod=1s&groupMaxSize=3",
                exchange -> bodies.add(exchange.getMessage().getHeader(AsynqConstants.TASK_TYPE) + " "
                        + new String(exchange.getMessage().getBody(byte[].class), UTF_8)));
        await().atMost(SOON).untilAsserted(() -> assertThat(bodies).containsExactly("joined:g 3"));
    }

    @Test
    void waitsForRunningTasksWhenStopped() throws Exception {
        client.enqueue(NewTask.of("t").id("a").build());
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        route("asynq:default", _ -> {
            started.countDown();
            open.await();
        });
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        Thread stopping = Thread.ofPlatform().start(camel::stop);
        client.enqueue(NewTask.of("t").id("b").build());
        open.countDown();
        assertThat(stopping.join(SOON)).isTrue();
        assertThat(STORE.oracle().text("HGET", Q + "t:a", "state")).isNull();
        assertThat(STORE.oracle().number("EXISTS", Q + "active", Q + "lease", "asynq:servers"))
                .isZero();
    }

    @Test
    void givesBackWhatDoesNotEndInTimeWithoutSpendingARetry() throws Exception {
        client.enqueue(NewTask.of("t").id("a").build());
        CountDownLatch started = new CountDownLatch(1);
        camel.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        camel.getShutdownStrategy().setTimeout(300);
        route("asynq:default", _ -> {
            started.countDown();
            new CountDownLatch(1).await();
        });
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        camel.stop();
        assertThat(STORE.oracle().texts("LRANGE", Q + "pending", "0", "-1")).containsExactly("a");
        assertThat(STORE.oracle().number("EXISTS", Q + "retry", Q + "processed"))
                .isZero();
    }

    @Test
    void theRouteOfACancelledTaskIsInterrupted() throws Exception {
        client.enqueue(NewTask.of("t").id("a").build());
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        route("asynq:default?stopGrace=30s", _ -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        await().atMost(SOON).until(() -> STORE.oracle().number("PUBLISH", "asynq:cancel", "a") == 1);
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        awaitState("a", "retry");
        assertThat(new TestingTasks(STORE, "default").message("a").getErrorMsg())
                .isEqualTo("context canceled");
    }

    @Test
    void takesNothingWhileSuspended() throws Exception {
        route("asynq:default", _ -> {});
        camel.getRouteController().suspendRoute("tasks");
        client.enqueue(NewTask.of("t").id("a").build());
        await().during(Duration.ofMillis(500))
                .atMost(SOON)
                .until(() -> "pending".equals(STORE.oracle().text("HGET", Q + "t:a", "state")));
        camel.getRouteController().resumeRoute("tasks");
        awaitState("a", null);
    }

    @Test
    void enqueuesAMessageAsATask() throws Exception {
        Queue<Exchange> seen = new ConcurrentLinkedQueue<>();
        route("asynq:other", seen::add);
        String id = camel.createFluentProducerTemplate()
                .to("asynq:other?taskType=mail&maxRetry=3")
                .withBody("hello")
                .withHeader("traceparent", TRACEPARENT)
                .withHeader("Authorization", "secret")
                .send()
                .getMessage()
                .getHeader(AsynqConstants.TASK_ID, String.class);
        await().atMost(SOON).until(() -> !seen.isEmpty());
        var message = seen.element().getMessage();
        assertThat(message.getHeader(AsynqConstants.TASK_ID)).isEqualTo(id);
        assertThat(message.getHeader(AsynqConstants.MAX_RETRY)).isEqualTo(3);
        assertThat(message.getHeader("traceparent")).isEqualTo(TRACEPARENT);
        assertThat(message.getHeader("authorization")).isNull();
    }

    @Test
    void refusesAMessageWhoseTaskIsThereAlready() throws Exception {
        route("asynq:other", _ -> {});
        assertThat(send("same").getException()).isNull();
        assertThat(send("same").getException())
                .isInstanceOf(EnqueueException.class)
                .hasMessage("task ID conflicts with another task");
    }

    private Exchange send(String id) {
        return camel.createFluentProducerTemplate()
                .to("asynq:default?taskType=mail")
                .withBody("x")
                .withHeader(AsynqConstants.TASK_ID, id)
                .send();
    }

    @Test
    void isReadyOnlyWhileRedisAnswers() throws Exception {
        route("asynq:default?heartbeatInterval=1000", _ -> {});
        assertThat(HealthCheckHelper.invokeReadiness(camel))
                .anySatisfy(result -> assertThat(result.getCheck().getId()).contains("tasks"))
                .allSatisfy(result -> assertThat(result.getState()).isEqualTo(HealthCheck.State.UP));
        STORE.server().stop();
        try {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> HealthCheckHelper.invokeReadiness(camel).stream()
                            .anyMatch(result -> result.getState() == HealthCheck.State.DOWN));
        } finally {
            STORE.server().start();
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> HealthCheckHelper.invokeReadiness(camel).stream()
                        .allMatch(result -> result.getState() == HealthCheck.State.UP));
    }
}
