// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.EnqueueException;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.broker.Messages;
import com.avvyland.worker.asynq.group.Aggregator;
import com.avvyland.worker.asynq.group.GroupLimits;
import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.Page;
import com.avvyland.worker.asynq.inspect.TaskState;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.rate.RateSemaphore;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.server.Delivery;
import com.avvyland.worker.asynq.server.FailurePolicy;
import com.avvyland.worker.asynq.server.Intervals;
import com.avvyland.worker.asynq.server.Server;
import com.avvyland.worker.asynq.server.ServerOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Does what the component does, once each, against a Redis of any layout; an independent client looks at the keys.
 *
 * <p>Everything happens in the queue {@code walk}; of a cluster the oracle is the node that holds it.
 */
public final class TestingWalk implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String QUEUE = "walk";
    private static final String Q = "asynq:{walk}:";

    private final TestingResp oracle;
    private final Redis redis;
    private final AsynqClient client;
    private final Server server;
    private final Aggregator aggregator;
    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<String> ran = new ConcurrentLinkedQueue<>();

    private TestingWalk(String uri, TestingResp oracle) {
        this.oracle = oracle;
        redis = TestingRedisClients.connect(uri);
        client = new AsynqClient(redis, Clock.systemUTC());
        Duration often = Duration.ofMillis(200);
        // Polls once a minute: what runs sooner was pushed.
        Intervals intervals = new Intervals(
                Duration.ofMinutes(1),
                often,
                Duration.ofSeconds(1),
                often,
                Duration.ZERO,
                often,
                Duration.ofSeconds(10),
                often);
        FailurePolicy policy = new FailurePolicy((_, _, _) -> Duration.ZERO, _ -> true);
        server = new Server(
                redis,
                new ServerOptions(Map.of(QUEUE, 1), false, 4, true, intervals, policy),
                this::handle,
                handlers,
                Clock.systemUTC());
        aggregator = new Aggregator(
                redis,
                Set.of(QUEUE),
                new GroupLimits(Duration.ofSeconds(1), Duration.ZERO, 0),
                (group, tasks) -> NewTask.of("joined").id(group + tasks.size()).build(),
                Clock.systemUTC());
    }

    /** Walk; the oracle stays open. */
    public static void walk(String uri, TestingResp oracle) throws Exception {
        try (TestingWalk walk = new TestingWalk(uri, oracle)) {
            walk.server.start();
            walk.aggregator.start();
            walk.wakesUp();
            walk.retries();
            walk.archives();
            walk.schedules();
            walk.keepsResults();
            walk.aggregates();
            walk.cancels();
            walk.refusesEquals();
            walk.inspects();
            walk.measures();
            walk.limits();
        }
        assertThat(oracle.number("EXISTS", Q + "active", Q + "lease", Q + "pending"))
                .as("what is left after the end")
                .isZero();
    }

    private void handle(Delivery delivery) throws Exception {
        TaskMessage task = delivery.task();
        ran.add(task.getId());
        switch (task.getType()) {
            case "flaky" -> {
                if (task.getRetried() == 0) {
                    throw new IllegalStateException("first time");
                }
                delivery.succeed();
            }
            case "hopeless" -> throw new IllegalStateException("no hope");
            case "long" -> {
                if (task.getRetried() == 0) {
                    new CountDownLatch(1).await();
                }
                delivery.succeed();
            }
            default -> delivery.succeed(new byte[] {42});
        }
    }

    private static NewTask.Builder task(String type, String id) {
        return NewTask.of(type).id(id).queue(QUEUE);
    }

    private void awaitState(String id, @Nullable String state) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(oracle.text("HGET", Q + "t:" + id, "state"))
                        .as("state of " + id)
                        .isEqualTo(state));
    }

    private TaskMessage stored(String id) throws Exception {
        return Messages.decode(Objects.requireNonNull(oracle.bytes("HGET", Q + "t:" + id, "msg")));
    }

    private void wakesUp() {
        for (int i = 0; i < 3; i++) {
            await().atMost(SOON)
                    .until(() -> String.valueOf(oracle.text("CLIENT", "LIST")).contains("cmd=blmove"));
            client.enqueue(task("plain", "push" + i).build());
            awaitState("push" + i, null);
        }
        assertThat(oracle.text("GET", Q + "processed")).isEqualTo("3");
    }

    private void retries() {
        client.enqueue(task("flaky", "flaky").build());
        awaitState("flaky", null);
        assertThat(ran.stream().filter("flaky"::equals)).hasSize(2);
        assertThat(oracle.text("GET", Q + "failed")).isEqualTo("1");
    }

    private void archives() throws Exception {
        client.enqueue(task("hopeless", "hopeless").maxRetry(0).build());
        awaitState("hopeless", "archived");
        assertThat(stored("hopeless").getErrorMsg()).isEqualTo("no hope");
    }

    private void schedules() {
        Instant due = Instant.now().plusSeconds(2);
        client.enqueue(task("plain", "later").processAt(due).build());
        assertThat(oracle.text("HGET", Q + "t:later", "state")).isEqualTo("scheduled");
        awaitState("later", null);
        assertThat(Instant.now().getEpochSecond()).isGreaterThanOrEqualTo(due.getEpochSecond());
    }

    private void keepsResults() {
        client.enqueue(task("plain", "kept").retention(Duration.ofMinutes(1)).build());
        awaitState("kept", "completed");
        assertThat(oracle.bytes("HGET", Q + "t:kept", "result")).containsExactly(42);
    }

    private void aggregates() {
        for (int i = 0; i < 3; i++) {
            client.enqueue(task("part", "part" + i).group("g").build());
        }
        await().atMost(SOON).until(() -> ran.contains("g3"));
        awaitState("part0", null);
        assertThat(ran).doesNotContain("part0", "part1", "part2");
    }

    private void cancels() throws Exception {
        client.enqueue(task("long", "long").retention(Duration.ofMinutes(1)).build());
        awaitState("long", "active");
        await().atMost(SOON)
                .until(() -> oracle.number("PUBLISH", "asynq:cancel", "long") >= 0
                        && ran.stream().filter("long"::equals).count() == 2);
        awaitState("long", "completed");
        assertThat(stored("long").getErrorMsg()).isEqualTo("context canceled");
    }

    private void measures() {
        assertThat(new Inspector(redis, Clock.systemUTC()).memoryUsage(QUEUE)).isPositive();
    }

    private void limits() {
        RateSemaphore semaphore = new RateSemaphore(redis, QUEUE, 1, Clock.systemUTC());
        Instant end = Instant.now().plusSeconds(60);
        assertThat(semaphore.acquire("a", end)).isTrue();
        assertThat(semaphore.acquire("b", end)).isFalse();
        assertThat(semaphore.release("a")).isTrue();
    }

    private void refusesEquals() {
        NewTask once = NewTask.of("plain")
                .queue(QUEUE)
                .unique(Duration.ofMinutes(1))
                .processAt(Instant.now().plusSeconds(60))
                .build();
        client.enqueue(once);
        assertThatThrownBy(() -> client.enqueue(once)).isInstanceOf(EnqueueException.class);
    }

    private void inspects() {
        Inspector inspector = new Inspector(redis, Clock.systemUTC());
        assertThat(inspector.queues()).contains(QUEUE);
        assertThat(inspector.servers().servers()).isNotEmpty();
        assertThat(inspector.queue(QUEUE).archived()).isEqualTo(1);
        assertThat(inspector.tasks().list(QUEUE, TaskState.COMPLETED, new Page(1, 10)))
                .hasSize(2);
        assertThat(inspector.history(QUEUE, 1).getFirst().processed()).isEqualTo(oracle.number("GET", Q + "processed"));
        inspector.pause(QUEUE);
        assertThat(inspector.queue(QUEUE).paused()).isTrue();
        inspector.unpause(QUEUE);
        inspector.moves().delete(QUEUE, "hopeless");
        assertThat(inspector.tasks().find(QUEUE, "hopeless")).isEmpty();
    }

    @Override
    public void close() {
        aggregator.close();
        server.close();
        redis.close();
        handlers.shutdownNow();
    }
}
