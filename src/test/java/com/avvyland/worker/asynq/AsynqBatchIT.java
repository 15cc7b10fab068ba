// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.EnqueueException.Reason;
import com.avvyland.worker.asynq.EnqueueResult.Failed;
import com.avvyland.worker.asynq.EnqueueResult.Refused;
import com.avvyland.worker.asynq.EnqueueResult.Stored;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisFailure;
import com.avvyland.worker.asynq.testing.TestingCamel;
import com.avvyland.worker.asynq.testing.TestingCountingRedis;
import com.avvyland.worker.asynq.testing.TestingStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AsynqBatchIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final String Q = "asynq:{default}:";

    private final TestingCamel camel = new TestingCamel(STORE);
    private final AsynqClient client = new AsynqClient(STORE.redis(), Clock.systemUTC());

    @AfterEach
    void stop() {
        camel.close();
    }

    @Test
    void saysOfEachTaskWhatBecameOfIt() throws Exception {
        client.enqueue(NewTask.of("t").id("there").build());
        List<EnqueueResult> results = client.enqueueAll(List.of(
                NewTask.of("t").id("new").build(),
                NewTask.of("t").id("there").build(),
                NewTask.of("u").payload((byte) 1).unique(Duration.ofHours(1)).build(),
                NewTask.of("u").payload((byte) 1).unique(Duration.ofHours(1)).build(),
                NewTask.of("t").id("grouped").group("g").build(),
                NewTask.of("t")
                        .id("later")
                        .processAt(Clock.systemUTC().instant().plusSeconds(3600))
                        .build()));
        assertThat(results)
                .satisfiesExactly(
                        result -> assertThat(result)
                                .isInstanceOfSatisfying(
                                        Stored.class,
                                        stored -> assertThat(stored.task().id()).isEqualTo("new")),
                        result -> assertThat(reason(result)).isEqualTo(Reason.ID_CONFLICT),
                        result -> assertThat(result).isInstanceOf(Stored.class),
                        result -> assertThat(reason(result)).isEqualTo(Reason.DUPLICATE),
                        result -> assertThat(state(result)).isEqualTo("aggregating"),
                        result -> assertThat(state(result)).isEqualTo("scheduled"));
        assertThat(STORE.oracle().number("LLEN", Q + "pending")).isEqualTo(3);
        assertThat(STORE.oracle().number("ZCARD", Q + "g:g")).isEqualTo(1);
        assertThat(STORE.oracle().number("ZCARD", Q + "scheduled")).isEqualTo(1);
    }

    private static Reason reason(EnqueueResult result) {
        return ((Refused) result).error().reason();
    }

    private static String state(EnqueueResult result) {
        return ((Stored) result).task().state();
    }

    @Test
    void storesALargeBatchInOrderOfItsResults() throws Exception {
        List<NewTask> tasks = IntStream.range(0, 20_000)
                .mapToObj(i -> NewTask.of("t").id("n" + i).build())
                .toList();
        List<EnqueueResult> results = client.enqueueAll(tasks);
        assertThat(results)
                .extracting(result -> ((Stored) result).task().id())
                .containsExactlyElementsOf(tasks.stream().map(NewTask::id).toList());
        assertThat(STORE.oracle().number("LLEN", Q + "pending")).isEqualTo(20_000);
    }

    @Test
    void hasAThousandUnderWayAtMostAndAnnouncesItsQueueOnce() throws Exception {
        AtomicInteger under = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger announced = new AtomicInteger();
        Redis counting = new TestingCountingRedis(
                STORE.redis(),
                call -> {
                    if (call.operation().toString().contains("SADD")) {
                        announced.incrementAndGet();
                    } else {
                        most.accumulateAndGet(under.incrementAndGet(), Math::max);
                    }
                },
                call -> {
                    if (!call.operation().toString().contains("SADD")) {
                        under.decrementAndGet();
                    }
                });
        List<NewTask> tasks = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            tasks.add(NewTask.of("t").build());
        }
        new AsynqClient(counting, Clock.systemUTC()).enqueueAll(tasks);
        assertThat(most.get()).isBetween(2, 1_000);
        assertThat(announced).hasValue(1);
    }

    @Test
    void enqueuesTheItemsOfABody() throws Exception {
        Exchange own = new DefaultExchange(camel.context());
        own.getMessage().setBody("own");
        own.getMessage().setHeader(AsynqConstants.TASK_ID, "own");
        List<@Nullable Object> items = Arrays.asList(
                "text",
                "bytes".getBytes(UTF_8),
                null,
                NewTask.of("described").id("described").queue("other").build(),
                own);
        Exchange sent = camel.send("asynq:default?taskType=t&maxRetry=4&batch=true", exchange -> {
            exchange.getMessage().setBody(items);
            exchange.getMessage().setHeader(AsynqConstants.RETENTION, Duration.ofHours(1));
        });
        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getBody()).as("body").isSameAs(items);
        assertThat(results(sent))
                .hasSize(5)
                .allSatisfy(result -> assertThat(result).isInstanceOf(Stored.class));
        assertThat(STORE.oracle().number("LLEN", Q + "pending")).isEqualTo(4);
        assertThat(STORE.oracle().number("LLEN", "asynq:{other}:pending")).isEqualTo(1);
        assertThat(STORE.oracle().text("HGET", Q + "t:own", "state")).isEqualTo("pending");
    }

    @Test
    void takesARefusalAsAnAnswerAndAnItemThatIsNoneAsAnError() throws Exception {
        client.enqueue(NewTask.of("t").id("there").build());
        NewTask there = NewTask.of("t").id("there").build();
        Exchange refused = camel.send(
                "asynq:default?batch=true", exchange -> exchange.getMessage().setBody(List.of(there)));
        assertThat(refused.getException()).isNull();
        assertThat(results(refused).getFirst()).isInstanceOf(Refused.class);
        Exchange wrong = camel.send(
                "asynq:default?batch=true", exchange -> exchange.getMessage().setBody(List.of("payload", there)));
        assertThat(wrong.getException()).hasMessage("task typename cannot be empty");
        assertThat(results(wrong)).hasExactlyElementsOfTypes(Failed.class, Refused.class);
    }

    @Test
    void refusesABodyThatIsNoBatchAndOneIdForManyTasks() throws Exception {
        assertThat(camel.send(
                                "asynq:default?taskType=t&batch=true",
                                exchange -> exchange.getMessage().setBody("one"))
                        .getException())
                .hasMessageStartingWith("body: java.lang.String (expected: an Iterable");
        assertThat(camel.send("asynq:default?taskType=t&batch=true", exchange -> {
                            exchange.getMessage().setBody(List.of("a", "b"));
                            exchange.getMessage().setHeader(AsynqConstants.TASK_ID, "x");
                        })
                        .getException())
                .hasMessageStartingWith("CamelAsynqTaskId: one for many tasks");
        assertThat(STORE.oracle().number("EXISTS", Q + "pending")).isZero();
    }

    @Test
    void failsWhenNobodyKnowsWhetherRedisHasATask() throws Exception {
        camel.context().start();
        STORE.server().stop();
        try {
            Exchange sent = camel.send(
                    "asynq:default?taskType=t&batch=true",
                    exchange -> exchange.getMessage().setBody(List.of("a", "b")));
            assertThat(sent.getException()).isInstanceOf(RedisFailure.class);
            assertThat(results(sent)).hasOnlyElementsOfType(Failed.class).hasSize(2);
        } finally {
            STORE.server().start();
        }
    }

    @SuppressWarnings("unchecked")
    private static List<EnqueueResult> results(Exchange exchange) {
        return exchange.getMessage().getHeader(AsynqConstants.BATCH_RESULT, List.class);
    }
}
