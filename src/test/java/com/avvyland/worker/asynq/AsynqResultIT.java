// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.TaskInfo;
import com.avvyland.worker.asynq.testing.TestingCamel;
import com.avvyland.worker.asynq.testing.TestingGoPeer;
import com.avvyland.worker.asynq.testing.TestingStore;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Writes the result of a task from its route while it runs. */
class AsynqResultIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final Duration SOON = Duration.ofSeconds(20);

    private final AsynqClient client = new AsynqClient(STORE.redis(), Clock.systemUTC());
    private final Inspector inspector = new Inspector(STORE.redis(), Clock.systemUTC());
    private final CompletableFuture<ResultWriter> written = new CompletableFuture<>();
    private final CountDownLatch open = new CountDownLatch(1);
    private TestingCamel camel;

    @BeforeEach
    void start() {
        camel = new TestingCamel(STORE);
    }

    @AfterEach
    void stop() {
        open.countDown();
        camel.close();
    }

    private ResultWriter run(Duration retention, @Nullable String end) throws Exception {
        client.enqueue(NewTask.of("t").id("a").retention(retention).build());
        camel.route("tasks", "asynq:default", exchange -> {
            ResultWriter writer = writer(exchange);
            assertThat(writer.write("half".getBytes(UTF_8)).join()).isTrue();
            written.complete(writer);
            open.await();
            exchange.getMessage().setHeader(AsynqConstants.RESULT, end);
        });
        return written.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static ResultWriter writer(Exchange exchange) {
        return exchange.getProperty(ResultWriter.PROPERTY, ResultWriter.class);
    }

    private String result() {
        return inspector
                .tasks()
                .find("default", "a")
                .map(TaskInfo::result)
                .map(bytes -> new String(bytes, UTF_8))
                .orElse("no task");
    }

    private void end(String state) {
        open.countDown();
        await().atMost(SOON)
                .until(() -> inspector
                        .tasks()
                        .find("default", "a")
                        .map(task -> task.state().name())
                        .orElse("GONE")
                        .equals(state));
    }

    @Test
    void inspectorsOfBothSidesReadItWhileTheTaskRuns() throws Exception {
        ResultWriter writer = run(Duration.ZERO, null);
        assertThat(writer.taskId()).isEqualTo("a");
        assertThat(result()).isEqualTo("half");
        var go = TestingGoPeer.on(STORE.server().port()).ask("task", "default", "a");
        assertThat(go.get("state").asText()).isEqualTo("active");
        assertThat(go.get("result").asText()).isEqualTo("half");
    }

    @Test
    void itStaysWhenTheTaskCompletesWithoutAnother() throws Exception {
        ResultWriter writer = run(Duration.ofHours(1), null);
        end("COMPLETED");
        assertThat(result()).isEqualTo("half");
        assertThat(writer.write("late".getBytes(UTF_8)).join()).isFalse();
        assertThat(result()).isEqualTo("half");
    }

    @Test
    void theHeaderOfTheRouteWins() throws Exception {
        run(Duration.ofHours(1), "all");
        end("COMPLETED");
        assertThat(result()).isEqualTo("all");
    }

    @Test
    void aTaskWithoutRetentionTakesItAlong() throws Exception {
        ResultWriter writer = run(Duration.ZERO, null);
        end("GONE");
        assertThat(writer.write("late".getBytes(UTF_8)).join()).isFalse();
        assertThat(STORE.oracle().number("EXISTS", "asynq:{default}:t:a")).isZero();
    }

    @Test
    void anAttemptThatHasEndedDoesNotWriteIntoTheNext() throws Exception {
        client.enqueue(NewTask.of("t").id("a").build());
        CompletableFuture<ResultWriter> second = new CompletableFuture<>();
        camel.route("tasks", "asynq:default", exchange -> {
            if (written.complete(writer(exchange))) {
                throw new IllegalStateException("later");
            }
            assertThat(writer(exchange).write("second".getBytes(UTF_8)).join()).isTrue();
            second.complete(writer(exchange));
            open.await();
        });
        await().atMost(SOON)
                .until(() -> inspector
                        .tasks()
                        .find("default", "a")
                        .map(task -> task.state().name())
                        .orElse("GONE")
                        .equals("RETRY"));
        inspector.moves().run("default", "a");
        second.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
        assertThat(written.join().write("first".getBytes(UTF_8)).join()).isFalse();
        assertThat(result()).isEqualTo("second");
    }
}
