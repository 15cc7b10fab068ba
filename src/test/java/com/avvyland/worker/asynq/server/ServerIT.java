// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.RevokeTaskException;
import com.avvyland.worker.asynq.SkipRetryException;
import com.avvyland.worker.asynq.broker.Messages;
import com.avvyland.worker.asynq.proto.ServerInfo;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.proto.WorkerInfo;
import com.avvyland.worker.asynq.testing.TestingStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ServerIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final String Q = "asynq:{default}:";
    private static final Duration SOON = Duration.ofSeconds(10);

    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final AsynqClient client = new AsynqClient(STORE.redis(), Clock.systemUTC());
    private @Nullable Server server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        handlers.shutdownNow();
    }

    private static Intervals quick() {
        Duration often = Duration.ofMillis(100);
        return new Intervals(
                often, often, Duration.ofSeconds(1), often, Duration.ZERO, often, Duration.ofSeconds(3), often);
    }

    private static ServerOptions options(Map<String, Integer> queues, int concurrency) {
        FailurePolicy policy = new FailurePolicy((_, _, _) -> Duration.ofHours(1), _ -> true);
        return new ServerOptions(queues, false, concurrency, true, quick(), policy);
    }

    private Server start(ServerOptions options, Handler handler) {
        Server started = new Server(STORE.redis(), options, handler, handlers, Clock.systemUTC());
        server = started;
        started.start();
        return started;
    }

    private Server start(Handler handler) {
        return start(options(Map.of("default", 1), 4), handler);
    }

    private static TaskMessage stored(String id) throws Exception {
        return Messages.decode(Objects.requireNonNull(STORE.oracle().bytes("HGET", Q + "t:" + id, "msg")));
    }

    private static void awaitState(String id, @Nullable String state) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(STORE.oracle().text("HGET", Q + "t:" + id, "state"))
                        .isEqualTo(state));
    }

    @Test
    void deletesATaskThatSucceeded() {
        client.enqueue(NewTask.of("t").id("a").payload("hi".getBytes(UTF_8)).build());
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        start(delivery -> {
            seen.add(delivery.task().getPayload().toStringUtf8());
            delivery.succeed();
        });
        await().atMost(SOON).until(() -> STORE.oracle().number("EXISTS", Q + "t:a") == 0);
        assertThat(seen).containsExactly("hi");
        assertThat(STORE.oracle().text("GET", Q + "processed")).isEqualTo("1");
        assertThat(STORE.oracle().number("EXISTS", Q + "active", Q + "lease")).isZero();
    }

    @Test
    void keepsATaskAndItsResultForItsRetention() {
        client.enqueue(NewTask.of("t").id("a").retention(Duration.ofMinutes(1)).build());
        start(delivery -> delivery.succeed("out".getBytes(UTF_8)));
        awaitState("a", "completed");
        assertThat(STORE.oracle().text("HGET", Q + "t:a", "result")).isEqualTo("out");
    }

    @Test
    void retriesAFailureWithItsTextOnOneLine() throws Exception {
        client.enqueue(NewTask.of("t").id("a").build());
        start(delivery -> delivery.fail(new IllegalStateException("bad\nnews \ud800")));
        awaitState("a", "retry");
        assertThat(stored("a").getErrorMsg()).isEqualTo("bad news \ufffd");
        assertThat(stored("a").getRetried()).isEqualTo(1);
        assertThat(STORE.oracle().number("ZSCORE", Q + "retry", "a"))
                .isBetween(Instant.now().getEpochSecond() + 3590, Instant.now().getEpochSecond() + 3601);
    }

    @Test
    void archivesWhenNoRetryIsLeft() throws Exception {
        client.enqueue(NewTask.of("t").id("a").maxRetry(0).build());
        start(_ -> {
            throw new IllegalStateException("thrown");
        });
        awaitState("a", "archived");
        assertThat(stored("a").getErrorMsg()).isEqualTo("thrown");
    }

    @Test
    void archivesAtOnceWhenRetryIsPointless() {
        client.enqueue(NewTask.of("t").id("a").build());
        start(delivery -> delivery.fail(new RuntimeException("outer", new SkipRetryException("bad input"))));
        awaitState("a", "archived");
    }

    @Test
    void deletesARevokedTaskWhateverItsRetention() {
        client.enqueue(NewTask.of("t").id("a").retention(Duration.ofMinutes(1)).build());
        start(delivery -> delivery.fail(new RevokeTaskException("not wanted")));
        awaitState("a", null);
    }

    @Test
    void archivesWhatIsNoTaskMessageAndGoesOn() throws Exception {
        STORE.oracle().raw("HSET", Q + "t:bad", "msg", "no protobuf", "state", "pending");
        STORE.oracle().raw("LPUSH", Q + "pending", "bad");
        client.enqueue(NewTask.of("t").id("good").build());
        start(Delivery::succeed);
        awaitState("good", null);
        awaitState("bad", "archived");
        assertThat(stored("bad").getPayload().toStringUtf8()).isEqualTo("no protobuf");
    }

    @Test
    void neverRunsMoreThanItsConcurrencyNorFetchesAhead() throws Exception {
        for (int i = 0; i < 10; i++) {
            client.enqueue(NewTask.of("t").build());
        }
        CountDownLatch open = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        start(options(Map.of("default", 1), 3), delivery -> {
            running.incrementAndGet();
            open.await();
            delivery.succeed();
        });
        await().atMost(SOON).until(() -> running.get() == 3);
        await().during(Duration.ofMillis(300)).atMost(SOON).until(() -> running.get() == 3);
        assertThat(STORE.oracle().number("LLEN", Q + "active")).isEqualTo(3);
        assertThat(STORE.oracle().number("LLEN", Q + "pending")).isEqualTo(7);
        open.countDown();
        await().atMost(SOON).until(() -> STORE.oracle().number("EXISTS", Q + "pending", Q + "active") == 0);
    }

    @Test
    void keepsTheLeaseOfALongTaskAndShowsItToTools() throws Exception {
        client.enqueue(NewTask.of("long").id("a").payload(new byte[100_000]).build());
        CountDownLatch open = new CountDownLatch(1);
        start(delivery -> {
            open.await();
            delivery.succeed();
        });
        awaitState("a", "active");
        long first = STORE.oracle().number("ZSCORE", Q + "lease", "a");
        await().atMost(SOON).until(() -> STORE.oracle().number("ZSCORE", Q + "lease", "a") > first + 2);
        String key = STORE.oracle().texts("ZRANGE", "asynq:servers", "0", "-1").getFirst();
        ServerInfo info =
                ServerInfo.parseFrom(Objects.requireNonNull(STORE.oracle().bytes("GET", key)));
        assertThat(info.getStatus()).isEqualTo("active");
        assertThat(info.getConcurrency()).isEqualTo(4);
        assertThat(info.getActiveWorkerCount()).isEqualTo(1);
        String workers =
                STORE.oracle().texts("ZRANGE", "asynq:workers", "0", "-1").getFirst();
        WorkerInfo worker =
                WorkerInfo.parseFrom(Objects.requireNonNull(STORE.oracle().bytes("HGET", workers, "a")));
        assertThat(worker.getServerId()).isEqualTo(info.getServerId());
        assertThat(worker.getTaskPayload().size())
                .as("a large payload is left out")
                .isZero();
        open.countDown();
        awaitState("a", null);
    }

    @Test
    void requeuesWithoutSpendingARetryWhenStopped() throws Exception {
        client.enqueue(NewTask.of("t").id("a").build());
        CountDownLatch started = new CountDownLatch(1);
        Server running = start(delivery -> {
            started.countDown();
            new CountDownLatch(1).await();
        });
        assertThat(started.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        running.close();
        assertThat(STORE.oracle().texts("LRANGE", Q + "pending", "0", "-1")).containsExactly("a");
        assertThat(stored("a").getRetried()).isZero();
        assertThat(STORE.oracle().number("EXISTS", Q + "processed", "asynq:servers", "asynq:workers"))
                .isZero();
    }

    @Test
    void interruptsATaskPastItsDeadlineAndRetriesIt() throws Exception {
        client.enqueue(NewTask.of("t").id("a").timeout(Duration.ofSeconds(1)).build());
        CountDownLatch interrupted = new CountDownLatch(1);
        start(delivery -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                delivery.fail(e);
            }
        });
        awaitState("a", "retry");
        assertThat(interrupted.getCount()).isZero();
        assertThat(stored("a").getErrorMsg()).isEqualTo("context deadline exceeded");
    }

    @Test
    void keepsTheSlotOfAHandlerThatIgnoresItsDeadline() {
        client.enqueue(NewTask.of("deaf").id("a").timeout(Duration.ofSeconds(1)).build());
        client.enqueue(NewTask.of("t").id("b").build());
        CountDownLatch open = new CountDownLatch(1);
        start(options(Map.of("default", 1), 1), delivery -> {
            if (delivery.task().getType().equals("deaf")) {
                handlers.execute(() -> {
                    try {
                        open.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    delivery.succeed();
                });
            } else {
                delivery.succeed();
            }
        });
        awaitState("a", "retry");
        assertThat(STORE.oracle().text("HGET", Q + "t:b", "state")).isEqualTo("pending");
        open.countDown();
        awaitState("b", null);
        assertThat(STORE.oracle().text("HGET", Q + "t:a", "state")).isEqualTo("retry");
    }

    @Test
    void stopsATaskThatAnInspectorCancels() throws Exception {
        client.enqueue(NewTask.of("t").id("a").build());
        start(_ -> new CountDownLatch(1).await());
        awaitState("a", "active");
        await().atMost(SOON).until(() -> STORE.oracle().number("PUBLISH", "asynq:cancel", "a") == 1);
        awaitState("a", "retry");
        assertThat(stored("a").getErrorMsg()).isEqualTo("context canceled");
    }

    @Test
    void recoversATaskWhoseWorkerDied() throws Exception {
        client.enqueue(NewTask.of("t").id("dead").build());
        client.enqueue(NewTask.of("t").id("no-lease").build());
        for (String id : List.of("dead", "no-lease", "ghost")) {
            STORE.oracle().raw("LREM", Q + "pending", "0", id);
            STORE.oracle().raw("LPUSH", Q + "active", id);
            STORE.oracle().raw("HSET", Q + "t:" + id, "state", "active");
        }
        STORE.oracle().raw("ZADD", Q + "lease", Instant.now().getEpochSecond() - 31, "dead");
        start(Delivery::succeed);
        awaitState("dead", null);
        awaitState("no-lease", null);
        assertThat(STORE.oracle().text("GET", Q + "failed")).isNull();
        awaitState("ghost", null);
        assertThat(STORE.oracle().number("EXISTS", Q + "active", Q + "lease")).isZero();
    }

    @Test
    void takesWeightedQueuesByTheirShares() {
        for (int i = 0; i < 200; i++) {
            client.enqueue(NewTask.of("high").queue("high").build());
            client.enqueue(NewTask.of("low").queue("low").build());
        }
        Queue<String> order = new ConcurrentLinkedQueue<>();
        start(options(Map.of("high", 9, "low", 1), 1), delivery -> {
            order.add(delivery.task().getQueue());
            delivery.succeed();
        });
        await().atMost(SOON).until(() -> order.size() == 400);
        assertThat(order.stream().limit(200).filter("high"::equals).count()).isBetween(155L, 195L);
    }

    @Test
    void leavesLowPriorityAloneWhenStrict() {
        for (int i = 0; i < 50; i++) {
            client.enqueue(NewTask.of("low").queue("low").build());
            client.enqueue(NewTask.of("high").queue("high").build());
        }
        Queue<String> order = new ConcurrentLinkedQueue<>();
        ServerOptions weighted = options(Map.of("high", 2, "low", 1), 1);
        start(
                new ServerOptions(weighted.queues(), true, 1, true, weighted.intervals(), weighted.failures()),
                delivery -> {
                    order.add(delivery.task().getQueue());
                    delivery.succeed();
                });
        await().atMost(SOON).until(() -> order.size() == 100);
        assertThat(order.stream().limit(50)).containsOnly("high");
    }

    @Test
    void wakesUpWhenATaskArrivesWithoutPolling() {
        Intervals never = new Intervals(
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Duration.ZERO,
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1));
        Queue<Long> nanos = new ConcurrentLinkedQueue<>();
        start(new ServerOptions(Map.of("default", 1), false, 2, true, never, FailurePolicy.asynq()), delivery -> {
            nanos.add(System.nanoTime());
            delivery.succeed();
        });
        for (int i = 0; i < 5; i++) {
            int before = nanos.size();
            await().atMost(SOON)
                    .until(() -> String.valueOf(STORE.oracle().text("CLIENT", "LIST"))
                            .contains("cmd=blmove"));
            client.enqueue(NewTask.of("t").build());
            await().atMost(Duration.ofSeconds(1)).until(() -> nanos.size() == before + 1);
        }
    }
}
