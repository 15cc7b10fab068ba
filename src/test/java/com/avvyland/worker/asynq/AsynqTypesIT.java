// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.testing.TestingCamel;
import com.avvyland.worker.asynq.testing.TestingStore;
import com.avvyland.worker.asynq.testing.TestingTasks;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AsynqTypesIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final Duration SOON = Duration.ofSeconds(10);

    private final TestingCamel camel = new TestingCamel(STORE);
    private final AsynqClient client = new AsynqClient(STORE.redis(), Clock.systemUTC());
    private final TestingTasks tasks = new TestingTasks(STORE, "default");
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        camel.close();
    }

    @Test
    void aTypeWithoutAHandlerIsKeptWithGosReason() throws Exception {
        client.enqueue(NewTask.of("image:resize").id("retried").build());
        client.enqueue(NewTask.of("image:resize").id("archived").maxRetry(0).build());
        client.enqueue(NewTask.of("mail:send").id("mail").build());
        client.enqueue(NewTask.of("report").id("report").build());
        camel.route(
                "tasks",
                "asynq:default?taskTypes=mail:, report",
                exchange -> seen.add(exchange.getMessage().getHeader(AsynqConstants.TASK_TYPE, String.class)));
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(tasks.state("retried")).isEqualTo("retry");
            assertThat(tasks.state("archived")).isEqualTo("archived");
            assertThat(tasks.state("mail")).isNull();
            assertThat(tasks.state("report")).isNull();
        });
        assertThat(tasks.message("archived").getErrorMsg()).isEqualTo("handler not found for task \"image:resize\"");
        assertThat(tasks.message("retried").getRetried()).isEqualTo(1);
        assertThat(seen).containsExactlyInAnyOrder("mail:send", "report");
    }

    @Test
    void aTypeWithoutAHandlerCanWaitWithoutSpendingRetries() throws Exception {
        client.enqueue(NewTask.of("image:resize").id("a").build());
        java.util.function.Predicate<Throwable> counts = error -> !(error instanceof HandlerNotFoundException);
        camel.bind("counts", counts);
        camel.route("tasks", "asynq:default?taskTypes=mail:&isFailure=#counts", _ -> {});
        await().atMost(SOON).until(() -> "retry".equals(tasks.state("a")));
        assertThat(tasks.message("a").getRetried()).isZero();
    }

    @Test
    void namesThatAreNoneStopTheStart() {
        assertThatThrownBy(() -> camel.route("tasks", "asynq:default?taskTypes=mail:,,", _ -> {}))
                .rootCause()
                .hasMessage("taskTypes: mail:,, (expected: names separated by commas)");
    }

    @Test
    void twoTasksOfOneExchangeHaveIdsOfTheirOwn() throws Exception {
        camel.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:two").to("asynq:default?taskType=a").to("asynq:default?taskType=b");
            }
        });
        assertThat(camel.send("direct:two", _ -> {}).getException()).isNull();
        assertThat(tasks.pending()).isEqualTo(2);
    }

    @Test
    void anIdThatTheRouteGivesCountsTwice() throws Exception {
        camel.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:two").to("asynq:default?taskType=a").to("asynq:default?taskType=b");
            }
        });
        assertThat(camel.send("direct:two", exchange -> exchange.getMessage().setHeader(AsynqConstants.TASK_ID, "mine"))
                        .getException())
                .hasMessage("task ID conflicts with another task");
    }

    @Test
    void theRouteAfterAnEnqueueMayWaitForRedis() throws Exception {
        camel.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:wait").to("asynq:default?taskType=a").process(_ -> {
                    for (int i = 0; i < 50; i++) {
                        client.enqueue(NewTask.of("b").build());
                    }
                });
            }
        });
        assertThat(camel.send("direct:wait", _ -> {}).getException()).isNull();
        assertThat(tasks.pending()).isEqualTo(51);
    }
}
