// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.broker.Messages;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.testing.TestingFaultProxy;
import com.avvyland.worker.asynq.testing.TestingFaultProxy.Line;
import com.avvyland.worker.asynq.testing.TestingLog;
import com.avvyland.worker.asynq.testing.TestingRedisClients;
import com.avvyland.worker.asynq.testing.TestingRedisNode;
import com.avvyland.worker.asynq.testing.TestingResp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Breaks the line in the middle of acknowledgements, one of each kind: done, completed, retry, archive. */
class AckFaultsIT {

    private static final String Q = "asynq:{default}:";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<String> KINDS = List.of("done", "kept", "fails", "hopeless");

    /** Long enough for a lost answer to be noticed twice, 3 s each. */
    private static final Duration OUTAGE = Duration.ofSeconds(8);

    /** A server whose handlers have begun and wait for the word to end. */
    private static final class Running implements AutoCloseable {
        private final TestingRedisNode node = TestingRedisNode.start();
        private final TestingFaultProxy proxy = new TestingFaultProxy(node.port());
        private final TestingResp oracle = node.resp();
        private final TestingLog log = new TestingLog();
        private final Redis redis = TestingRedisClients.connect(proxy.uri());
        private final Redis direct = TestingRedisClients.connect(node.uri());
        private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
        private final Queue<String> ran = new ConcurrentLinkedQueue<>();
        private final CountDownLatch end = new CountDownLatch(1);
        private final Server server;
        private boolean settledInTheDark;

        Running(Duration lease) throws Exception {
            Duration often = Duration.ofMillis(200);
            Intervals intervals = new Intervals(
                    often, often, Duration.ofSeconds(1), often, Duration.ZERO, Duration.ofSeconds(1), lease, often);
            FailurePolicy policy = new FailurePolicy((_, _, _) -> Duration.ofHours(1), _ -> true);
            server = new Server(
                    redis,
                    new ServerOptions(Map.of("default", 1), false, 4, true, intervals, policy),
                    this::handle,
                    handlers,
                    Clock.systemUTC());
            server.start();
            // Once without a fault: an unknown script would not run at the first attempt.
            enqueue("warm-");
            await().atMost(SOON).until(() -> "4".equals(oracle.text("GET", Q + "processed")));
            ran.clear();
            enqueue("");
            await().atMost(SOON).until(() -> ran.size() == 4);
        }

        private void enqueue(String prefix) {
            AsynqClient client = new AsynqClient(direct, Clock.systemUTC());
            client.enqueue(NewTask.of("t").id(prefix + "done").build());
            client.enqueue(NewTask.of("t")
                    .id(prefix + "kept")
                    .retention(Duration.ofHours(1))
                    .build());
            client.enqueue(NewTask.of("t").id(prefix + "fails").build());
            client.enqueue(NewTask.of("t").id(prefix + "hopeless").maxRetry(0).build());
        }

        private void handle(Delivery delivery) throws Exception {
            String id = delivery.task().getId();
            ran.add(id);
            if (!id.startsWith("warm-")) {
                end.await();
            }
            if (id.endsWith("fails") || id.endsWith("hopeless")) {
                throw new IllegalStateException("as asked");
            }
            delivery.succeed(new byte[] {42});
        }

        void endDuring(Line fault) {
            proxy.line(fault);
            end.countDown();
            await().pollDelay(OUTAGE).atMost(OUTAGE.plusSeconds(20)).until(() -> true);
            settledInTheDark = oracle.number("EXISTS", Q + "active", Q + "lease") == 0;
            proxy.line(Line.GOOD);
        }

        String state(String id) {
            return String.valueOf(oracle.text("HGET", Q + "t:" + id, "state"));
        }

        void assertSettledOnce() throws Exception {
            await().atMost(SOON).until(() -> oracle.number("EXISTS", Q + "active", Q + "lease", Q + "pending") == 0);
            assertThat(KINDS.stream().map(this::state)).containsExactly("null", "completed", "retry", "archived");
            assertThat(oracle.bytes("HGET", Q + "t:kept", "result")).containsExactly(42);
            for (String id : List.of("fails", "hopeless")) {
                TaskMessage task = Messages.decode(Objects.requireNonNull(oracle.bytes("HGET", Q + "t:" + id, "msg")));
                assertThat(task.getErrorMsg()).isEqualTo("as asked");
            }
            assertThat(oracle.text("GET", Q + "processed")).isEqualTo("8");
            assertThat(oracle.text("GET", Q + "failed")).isEqualTo("4");
        }

        /** The slots are free: as many tasks as there are slots run at the same time. */
        void assertFree() {
            AsynqClient client = new AsynqClient(direct, Clock.systemUTC());
            int before = ran.size();
            for (int i = 0; i < 8; i++) {
                client.enqueue(NewTask.of("t").id("fresh" + i).build());
            }
            await().atMost(SOON).until(() -> ran.size() == before + 8);
            await().atMost(SOON).until(() -> server.running() == 0);
        }

        @Override
        public void close() throws Exception {
            end.countDown();
            server.close();
            redis.close();
            direct.close();
            handlers.shutdownNow();
            log.close();
            oracle.close();
            proxy.close();
            node.close();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anAcknowledgementThatNeverArrivedIsWrittenAgain() throws Exception {
        try (Running running = new Running(Duration.ofSeconds(60))) {
            running.endDuring(Line.DROPPING);
            running.assertSettledOnce();
            assertThat(running.ran).containsExactlyInAnyOrderElementsOf(KINDS);
            running.assertFree();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anAcknowledgementThatArrivesLateCountsOnce() throws Exception {
        try (Running running = new Running(Duration.ofSeconds(60))) {
            running.endDuring(Line.BLACK_HOLE);
            running.assertSettledOnce();
            assertThat(running.ran).containsExactlyInAnyOrderElementsOf(KINDS);
            running.assertFree();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anAcknowledgementWhoseAnswerIsLostCountsOnceAndNoOneIsAlarmed() throws Exception {
        try (Running running = new Running(Duration.ofSeconds(60))) {
            running.endDuring(Line.NO_ANSWERS);
            assertThat(running.settledInTheDark)
                    .as("the acknowledgements arrived")
                    .isTrue();
            running.assertSettledOnce();
            assertThat(running.ran).containsExactlyInAnyOrderElementsOf(KINDS);
            running.assertFree();
            assertThat(String.join("\n", running.log.lines())).doesNotContain("no longer held", "run again");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void onlyATaskWhoseLeaseRanOutRunsAgain() throws Exception {
        try (Running running = new Running(Duration.ofSeconds(4))) {
            running.endDuring(Line.DROPPING);
            // One whose write was under way when its lease ended may still arrive before the recoverer: then it is
            // settled, and runs once.
            running.assertSettledOnce();
            assertThat(running.ran).containsAll(KINDS).hasSizeBetween(KINDS.size(), 2 * KINDS.size());
            assertThat(Set.copyOf(running.ran)).containsExactlyInAnyOrderElementsOf(KINDS);
            running.assertFree();
        }
    }
}
