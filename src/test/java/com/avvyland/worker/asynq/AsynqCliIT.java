// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.avvyland.worker.asynq.testing.TestingStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Lets asynq's own command line tool read what the component leaves in Redis; it is named by -Dasynq.cli or on PATH.
 *
 * <p>The tool's module has no version of its own, so the Go proxy does not serve it and the build can't fetch it. In the
 * folder {@code tools} of asynq's repository: {@code go mod edit -require=github.com/hibiken/asynq@v0.26.0 && go build
 * -mod=mod ./asynq}. What the tool asks goes through asynq's inspector, which GoInspectorIT runs wherever Go is.
 */
class AsynqCliIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<Path> CLI = Stream.concat(
                    Stream.of(System.getProperty("asynq.cli", "")).filter(path -> !path.isEmpty()),
                    Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                            .map(folder -> folder + "/asynq"))
            .map(Path::of)
            .filter(Files::isExecutable)
            .toList();

    private final CamelContext camel = new DefaultCamelContext();
    private final AsynqClient client = new AsynqClient(STORE.redis(), Clock.systemUTC());
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    /** One task in each state: the only slot is taken by the task "running", so "waiting" stays pending. */
    @BeforeEach
    void leaveATaskInEachState() throws Exception {
        assumeTrue(!CLI.isEmpty(), "asynq: not on PATH (expected: asynq's command line tool, or -Dasynq.cli=path)");
        Duration kept = Duration.ofHours(1);
        client.enqueue(NewTask.of("done").id("kept").retention(kept).build());
        client.enqueue(
                NewTask.of("skip").id("skipped").payload((byte) '{', (byte) '}').build());
        client.enqueue(NewTask.of("fail").id("failed").maxRetry(5).build());
        client.enqueue(NewTask.of("wait").id("running").build());
        client.enqueue(NewTask.of("done").id("waiting").build());
        client.enqueue(NewTask.of("done")
                .id("later")
                .processAt(Clock.systemUTC().instant().plus(kept))
                .build());
        client.enqueue(NewTask.of("done").id("grouped").group("mine").build());
        camel.getComponent("asynq", AsynqComponent.class)
                .getConfiguration()
                .setRedisUri(STORE.server().uri());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("asynq:default=3?concurrency=1&heartbeatInterval=1000").process(exchange -> {
                    switch (exchange.getMessage().getHeader(AsynqConstants.TASK_TYPE, String.class)) {
                        case "skip" -> throw new SkipRetryException("never");
                        case "fail" -> throw new IllegalStateException("boom");
                        case "wait" -> {
                            running.countDown();
                            open.await();
                        }
                        default -> exchange.getMessage().setHeader(AsynqConstants.RESULT, "fine");
                    }
                });
            }
        });
        camel.start();
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void stop() {
        open.countDown();
        camel.stop();
    }

    @Test
    void statsCountTheTasksOfEachState() throws Exception {
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode stats = new ObjectMapper().readTree(run("stats", "--json"));
            assertThat(stats.at("/aggregate/active").asInt()).isEqualTo(1);
            assertThat(stats.at("/aggregate/pending").asInt()).isEqualTo(1);
            assertThat(stats.at("/aggregate/scheduled").asInt()).isEqualTo(1);
            assertThat(stats.at("/aggregate/retry").asInt()).isEqualTo(1);
            assertThat(stats.at("/aggregate/archived").asInt()).isEqualTo(1);
            assertThat(stats.at("/aggregate/completed").asInt()).isEqualTo(1);
            assertThat(stats.at("/aggregate/aggregating").asInt()).isEqualTo(1);
            assertThat(stats.at("/aggregate/processed").asInt()).isEqualTo(3);
            assertThat(stats.at("/aggregate/failed").asInt()).isEqualTo(2);
        });
        assertThat(run("queue", "inspect", "default")).contains("default", "Task Count by State");
    }

    @Test
    void serversAreListedWhileTheyRun() throws Exception {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(run("server", "ls")).contains("active", "default:3", "1/1"));
        open.countDown();
        camel.stop();
        assertThat(run("server", "ls")).contains("No running servers");
    }

    @Test
    void tasksAreListedInTheirStates() throws Exception {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(list("active")).contains("running", "wait");
            assertThat(list("pending")).contains("waiting");
            assertThat(list("scheduled")).contains("later", "in ");
            assertThat(list("retry")).contains("failed", "boom", "1");
            assertThat(list("archived")).contains("skipped", "{}", "never");
            assertThat(list("completed")).contains("kept", "fine");
            assertThat(list("aggregating", "--group=mine")).contains("grouped");
        });
        assertThat(run("task", "inspect", "--queue=default", "--id=failed")).contains("failed", "boom");
    }

    private static String list(String state, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("task", "ls", "--queue=default", "--state=" + state));
        command.addAll(List.of(more));
        return run(command.toArray(String[]::new));
    }

    private static String run(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(CLI.getFirst().toString()));
        command.addAll(List.of(args));
        command.addAll(List.of("--uri", "127.0.0.1:" + STORE.server().port()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
