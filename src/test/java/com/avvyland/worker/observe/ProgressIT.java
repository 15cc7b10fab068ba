// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.AsynqConstants;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.TaskInfo;
import com.avvyland.worker.asynq.inspect.TaskState;
import com.avvyland.worker.asynq.redis.JedisRedis;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisLocation;
import com.avvyland.worker.asynq.redis.Script;
import com.avvyland.worker.asynq.testing.TestingCamel;
import com.avvyland.worker.asynq.testing.TestingClock;
import com.avvyland.worker.asynq.testing.TestingCountingRedis;
import com.avvyland.worker.asynq.testing.TestingFaultProxy;
import com.avvyland.worker.asynq.testing.TestingFaultProxy.Line;
import com.avvyland.worker.asynq.testing.TestingGoPeer;
import com.avvyland.worker.asynq.testing.TestingStore;
import com.avvyland.worker.testing.TestingLog;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Follows tasks through a route with a loop, a choice, a sub-route and copies, against a real Redis. */
class ProgressIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String KEY = "asynq:{default}:t:a";

    private final TestingClock clock = new TestingClock(Instant.ofEpochMilli(1_000_000));
    private final TestingLater later = new TestingLater(clock);
    private final AsynqClient client = new AsynqClient(STORE.redis(), Clock.systemUTC());
    private final Inspector inspector = new Inspector(STORE.redis(), Clock.systemUTC());
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> stops = new ConcurrentLinkedQueue<>();
    private final Semaphore turns = new Semaphore(0);
    private TestingCamel camel;

    @BeforeEach
    void make() {
        camel = new TestingCamel(STORE);
        count(STORE.redis());
        camel.context().getManagementStrategy().addEventNotifier(new Progress(clock, later));
    }

    @AfterEach
    void stop() {
        turns.release(1_000);
        camel.close();
    }

    private void count(Redis redis) {
        Script script = Script.named("write_result");
        camel.component()
                .setRedis(new TestingCountingRedis(
                        redis,
                        call -> sent.addAndGet(call.operation().toString().equals(script.toString()) ? 1 : 0),
                        call -> answered.addAndGet(call.operation().toString().equals(script.toString()) ? 1 : 0)));
    }

    /** Six steps: read, right or left, paint and score in a loop, of which score sees a copy of the exchange, and end. */
    private void start() throws Exception {
        camel.routes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("asynq:default")
                        .routeId("tasks")
                        .step("read")
                        .process(this::stop)
                        .end()
                        .to("direct:work");
                from("direct:work")
                        .routeId("work")
                        .choice()
                        .when(header("CamelAsynqTaskType").isEqualTo("right"))
                        .step("right")
                        .process(this::stop)
                        .endChoice()
                        .otherwise()
                        .step("left")
                        .process(this::stop)
                        .endChoice()
                        .end()
                        .loop(2)
                        .to("direct:attempt")
                        .end()
                        .step("end")
                        .process(this::stop)
                        .end();
                from("direct:attempt")
                        .routeId("attempt")
                        .step("paint")
                        .process(this::stop)
                        .end()
                        .multicast()
                        .to("direct:copy")
                        .end();
                from("direct:copy")
                        .routeId("copy")
                        .step("score")
                        .process(exchange -> Progress.detail(exchange, "waiting for tencent"))
                        .process(this::stop)
                        .end();
            }

            private void stop(Exchange exchange) throws Exception {
                stops.add(exchange.getExchangeId());
                turns.acquire();
                if ("fail".equals(exchange.getMessage().getHeader(AsynqConstants.TASK_TYPE)) && stops.size() == 3) {
                    throw new IllegalStateException("no such model");
                }
            }
        });
    }

    private void enqueue(String type, Duration retention) {
        client.enqueue(NewTask.of(type).id("a").retention(retention).build());
    }

    /** Let the task go on until it waits in its nth step, and until what that caused is in Redis. */
    private void at(int step) {
        turns.release(step == 1 ? 0 : 1);
        await().atMost(SOON).until(() -> stops.size() == step);
        settled();
    }

    private void settled() {
        await().atMost(SOON).until(() -> sent.get() == answered.get());
    }

    private void second() {
        later.advance(Duration.ofSeconds(1));
        settled();
    }

    private JsonNode document() {
        await().atMost(SOON)
                .until(() -> inspector
                                .tasks()
                                .find("default", "a")
                                .map(TaskInfo::result)
                                .orElseThrow()
                                .length
                        > 0);
        return TestingResultWriter.decode(
                inspector.tasks().find("default", "a").map(TaskInfo::result).orElseThrow());
    }

    private void awaitState(TaskState state) {
        await().atMost(SOON)
                .until(() -> inspector
                                .tasks()
                                .find("default", "a")
                                .map(TaskInfo::state)
                                .orElse(null)
                        == state);
    }

    private static Map<String, Object> shown(JsonNode document) {
        return Map.of(
                "percent",
                document.get("percent").asInt(),
                "step",
                document.get("step").asText());
    }

    @Test
    void inspectorsReadHowFarTheTaskIsThroughChoicesLoopsAndCopies() throws Exception {
        enqueue("left", Duration.ofHours(1));
        start();
        at(1);
        assertThat(shown(document())).isEqualTo(Map.of("percent", 0, "step", "read"));
        Object[][] rest = {
            {2, "left", 16}, {3, "paint", 50}, {4, "score", 66}, {5, "paint", 83}, {6, "score", 83}, {7, "end", 83}
        };
        for (Object[] stop : rest) {
            at((int) stop[0]);
            second();
            assertThat(shown(document())).isEqualTo(Map.of("step", stop[1], "percent", stop[2]));
        }
        turns.release();
        awaitState(TaskState.COMPLETED);
        assertThat(shown(document())).isEqualTo(Map.of("percent", 100, "step", "end"));
        assertThat(document().get("message").asText()).isEqualTo("done");
    }

    @Test
    void goReadsTheDocumentWhileTheTaskRuns() throws Exception {
        enqueue("left", Duration.ZERO);
        start();
        at(1);
        at(2);
        at(3);
        at(4);
        second();
        JsonNode task = TestingGoPeer.on(STORE.server().port()).ask("task", "default", "a");
        assertThat(task.get("state").asText()).isEqualTo("active");
        JsonNode document = TestingResultWriter.decode(
                HexFormat.of().parseHex(task.get("resultHex").asText()));
        assertThat(document.get("step").asText()).isEqualTo("score");
        assertThat(document.get("detail").asText()).isEqualTo("waiting for tencent");
        assertThat(document.get("attempt").asInt()).isEqualTo(1);
    }

    @Test
    void aSecondHasOneWriteHoweverManyStepsItHas() throws Exception {
        enqueue("left", Duration.ofHours(1));
        start();
        for (int step = 1; step <= 7; step++) {
            at(step);
        }
        assertThat(sent).hasValue(1);
        second();
        assertThat(sent).hasValue(2);
        assertThat(shown(document())).isEqualTo(Map.of("percent", 83, "step", "end"));
        turns.release();
        awaitState(TaskState.COMPLETED);
        assertThat(sent).as("the last one goes along with the completion").hasValue(2);
    }

    @Test
    void aTaskWithoutRetentionLeavesNothing() throws Exception {
        enqueue("left", Duration.ZERO);
        start();
        turns.release(100);
        await().atMost(SOON).until(() -> STORE.oracle().number("EXISTS", KEY) == 0);
        int before = sent.get();
        later.advance(Duration.ofSeconds(5));
        settled();
        assertThat(sent).hasValue(before);
        assertThat(STORE.oracle().number("EXISTS", KEY)).isZero();
    }

    @Test
    void aFailedTaskKeepsWhatWasWrittenLast() throws Exception {
        enqueue("fail", Duration.ofHours(1));
        start();
        at(1);
        at(2);
        at(3);
        second();
        turns.release();
        awaitState(TaskState.RETRY);
        assertThat(shown(document()).get("step")).isEqualTo("paint");
        later.advance(Duration.ofSeconds(5));
        assertThat(shown(document()).get("step")).isEqualTo("paint");
    }

    @Test
    void aRouteThatSetsAResultKeepsIt() throws Exception {
        enqueue("left", Duration.ofHours(1));
        camel.route(
                "tasks", "asynq:default", exchange -> exchange.getMessage().setHeader(AsynqConstants.RESULT, "own"));
        awaitState(TaskState.COMPLETED);
        assertThat(STORE.oracle().text("HGET", KEY, "result")).isEqualTo("own");
    }

    @Test
    void aRedisThatIsAwayFailsNoTaskAndIsNotLogged() throws Exception {
        enqueue("left", Duration.ofHours(1));
        try (TestingFaultProxy proxy = new TestingFaultProxy(STORE.server().port());
                Redis far = JedisRedis.connect(RedisLocation.parse(proxy.uri()), null, 8);
                TestingLog log = new TestingLog()) {
            count(far);
            start();
            at(1);
            proxy.line(Line.REFUSING);
            for (int step = 2; step <= 7; step++) {
                turns.release();
                int reached = step;
                await().atMost(SOON).until(() -> stops.size() == reached);
                later.advance(Duration.ofSeconds(1));
            }
            proxy.line(Line.GOOD);
            turns.release();
            awaitState(TaskState.COMPLETED);
            assertThat(shown(document())).isEqualTo(Map.of("percent", 100, "step", "end"));
            assertThat(log.text()
                            .lines()
                            .filter(line -> line.matches("(WARN|ERROR) .*(observe|UnitOfWork|EventHelper).*")))
                    .isEmpty();
            camel.close();
        }
    }
}
