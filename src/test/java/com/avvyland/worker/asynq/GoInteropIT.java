// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.server.Delivery;
import com.avvyland.worker.asynq.server.FailurePolicy;
import com.avvyland.worker.asynq.server.Handler;
import com.avvyland.worker.asynq.server.Intervals;
import com.avvyland.worker.asynq.server.Server;
import com.avvyland.worker.asynq.server.ServerOptions;
import com.avvyland.worker.asynq.testing.TestingGoPeer;
import com.avvyland.worker.asynq.testing.TestingStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs Go's asynq and ours on one Redis. */
class GoInteropIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final Duration SOON = Duration.ofSeconds(20);

    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final AsynqClient client = new AsynqClient(STORE.redis(), Clock.systemUTC());
    private TestingGoPeer go;

    @BeforeEach
    void build() throws Exception {
        go = TestingGoPeer.on(STORE.server().port());
    }

    @AfterEach
    void stop() {
        handlers.close();
    }

    private Server start(int concurrency, Handler handler) {
        FailurePolicy policy = new FailurePolicy((_, _, _) -> Duration.ofHours(1), _ -> true);
        ServerOptions options =
                new ServerOptions(Map.of("default", 1), false, concurrency, true, Intervals.asynq(), policy);
        Server server = new Server(STORE.redis(), options, handler, handlers, Clock.systemUTC());
        server.start();
        return server;
    }

    @Test
    void goEnqueuesAndWeSettleAsItsInspectorReads() throws Exception {
        go.run("enqueue", "default", "1", "done");
        go.run("enqueue", "default", "1", "kept", "type=keep", "retention=1h");
        go.run("enqueue", "default", "1", "fail", "type=fail", "retry=5");
        go.run("enqueue", "default", "1", "skip", "type=skip");
        go.run("enqueue", "default", "1", "unique", "unique=1h");
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        try (Server server = start(4, delivery -> {
            seen.add(delivery.task().getPayload().toStringUtf8() + " "
                    + delivery.task().getHeadersMap().get("traceparent"));
            switch (delivery.task().getType()) {
                case "keep" -> delivery.succeed("result of ours".getBytes(UTF_8));
                case "fail" -> delivery.fail(new IllegalStateException("boom"));
                case "skip" -> delivery.fail(new SkipRetryException("never"));
                default -> delivery.succeed();
            }
        })) {
            await().atMost(SOON).until(() -> seen.size() == 5 && server.running() == 0);
            await().atMost(SOON)
                    .until(() -> go.ask("queue", "default").get("Active").asInt() == 0);
        }
        assertThat(seen).contains("payload of done0 00-go");
        JsonNode kept = go.ask("task", "default", "kept0");
        assertThat(kept.get("state").asText()).isEqualTo("completed");
        assertThat(kept.get("result").asText()).isEqualTo("result of ours");
        assertThat(kept.get("completed").asBoolean()).isTrue();
        assertThat(kept.get("headers").get("traceparent").asText()).isEqualTo("00-go");
        JsonNode failed = go.ask("task", "default", "fail0");
        assertThat(failed.get("state").asText()).isEqualTo("retry");
        assertThat(failed.get("lastErr").asText()).isEqualTo("boom");
        assertThat(failed.get("retried").asInt()).isEqualTo(1);
        assertThat(go.ask("task", "default", "skip0").get("state").asText()).isEqualTo("archived");
        assertThat(STORE.oracle().texts("KEYS", "*unique*")).as("lock freed").isEmpty();
        JsonNode queue = go.ask("queue", "default");
        assertThat(queue.get("Processed").asInt()).isEqualTo(5);
        assertThat(queue.get("Failed").asInt()).isEqualTo(2);
        assertThat(queue.get("Size").asInt()).isEqualTo(3);
    }

    @Test
    void goListsOurServerAndItsTasks() throws Exception {
        go.run("enqueue", "default", "1", "long");
        CountDownLatch open = new CountDownLatch(1);
        try (Server server = start(4, delivery -> {
            open.await();
            delivery.succeed();
        })) {
            await().atMost(SOON)
                    .until(() -> go.ask("servers").path(0).path("ActiveWorkers").size() == 1);
            JsonNode ours = go.ask("servers").get(0);
            assertThat(ours.get("Concurrency").asInt()).isEqualTo(4);
            assertThat(ours.get("Status").asText()).isEqualTo("active");
            assertThat(ours.get("Queues").get("default").asInt()).isEqualTo(1);
            JsonNode worker = ours.get("ActiveWorkers").get(0);
            assertThat(worker.get("TaskID").asText()).isEqualTo("long0");
            assertThat(worker.get("Queue").asText()).isEqualTo("default");
            assertThat(go.ask("task", "default", "long0").get("orphaned").asBoolean())
                    .isFalse();
            open.countDown();
            await().atMost(SOON).until(() -> server.running() == 0);
        }
        assertThat(go.ask("servers").size()).isZero();
    }

    @Test
    void weEnqueueAndGoRuns() throws Exception {
        client.enqueue(NewTask.of("result")
                .id("a")
                .payload("ours".getBytes(UTF_8))
                .retention(Duration.ofHours(1))
                .header("traceparent", "00-java")
                .build());
        client.enqueue(NewTask.of("fail").id("b").maxRetry(0).build());
        client.enqueue(NewTask.of("t").id("c").unique(Duration.ofHours(1)).build());
        client.enqueue(NewTask.of("t")
                .id("later")
                .processAt(Clock.systemUTC().instant().plusSeconds(3600))
                .build());
        TestingGoPeer.Worker worker = go.work("default", 2);
        await().atMost(SOON)
                .until(() -> go.ask("queue", "default").get("Processed").asInt() == 3);
        assertThat(worker.stop()).contains("a 00-java ours");
        assertThat(go.ask("task", "default", "a").get("result").asText()).isEqualTo("from go");
        assertThat(go.ask("task", "default", "b").get("state").asText()).isEqualTo("archived");
        assertThat(go.ask("task", "default", "later").get("state").asText()).isEqualTo("scheduled");
        assertThat(STORE.oracle().texts("KEYS", "*unique*")).isEmpty();
    }

    @Test
    void mixedFleetRunsEveryTaskOnce() throws Exception {
        int half = 5_000;
        int share = 1_000;
        go.run("enqueue", "default", String.valueOf(half), "go-");
        List<CompletableFuture<EnqueuedTask>> sent = new ArrayList<>();
        for (int i = 0; i < half; i++) {
            sent.add(client.send(
                    NewTask.of("t").id("java-" + i).payload(new byte[] {1}).build()));
        }
        sent.forEach(CompletableFuture::join);
        Queue<String> ours = new ConcurrentLinkedQueue<>();
        Semaphore turns = new Semaphore(share);
        List<String> theirs;
        try (Server server = start(10, (Delivery delivery) -> {
            turns.acquire();
            ours.add(delivery.task().getId());
            delivery.succeed();
        })) {
            // Ours waits after its share until Go has had one, or a slow start of either would leave it without work.
            awaitProcessed(share);
            TestingGoPeer.Worker worker = go.work("default", 10);
            try {
                awaitProcessed(2 * share);
                turns.release(2 * half);
                awaitProcessed(2 * half);
                await().atMost(SOON).until(() -> server.running() == 0);
            } finally {
                theirs = worker.stop().stream().map(line -> line.split(" ")[0]).toList();
            }
        }
        Set<String> all = new HashSet<>(ours);
        all.addAll(theirs);
        assertThat(all).hasSize(2 * half);
        assertThat(ours.size() + theirs.size()).as("no task ran twice").isEqualTo(2 * half);
        assertThat(ours).hasSizeGreaterThanOrEqualTo(share);
        assertThat(theirs).hasSizeGreaterThanOrEqualTo(share);
        assertThat(STORE.oracle().texts("KEYS", "asynq:{default}:*")).allMatch(key -> key.contains("processed"));
    }

    private static void awaitProcessed(int tasks) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            String processed = STORE.oracle().text("GET", "asynq:{default}:processed");
            return processed != null && Integer.parseInt(processed) >= tasks;
        });
    }
}
