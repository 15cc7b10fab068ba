// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.AsynqConfiguration;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.broker.Messages;
import com.avvyland.worker.asynq.broker.Settlement;
import com.avvyland.worker.asynq.broker.UpkeepBroker;
import com.avvyland.worker.asynq.broker.UpkeepBroker.Abandoned;
import com.avvyland.worker.asynq.broker.WorkerBroker;
import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.testing.TestingClock;
import com.avvyland.worker.asynq.testing.TestingStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker that dies is one whose lease ends without a word: here it is written as over. */
class RecovererIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final String Q = "asynq:{default}:";
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final TestingClock clock =
            new TestingClock(Instant.ofEpochSecond(Instant.now().getEpochSecond()));
    private final AsynqClient client = new AsynqClient(STORE.redis(), clock);
    private final WorkerBroker worker = new WorkerBroker(STORE.redis(), clock, LEASE);
    private final UpkeepBroker upkeep = new UpkeepBroker(STORE.redis(), clock);
    private final Recoverer recoverer = recoverer(3);

    private Recoverer recoverer(int crashLimit) {
        Intervals asynq = Intervals.asynq();
        Intervals intervals = new Intervals(
                asynq.poll(),
                asynq.forward(),
                asynq.heartbeat(),
                asynq.recover(),
                GRACE,
                asynq.janitor(),
                LEASE,
                asynq.stopGrace());
        FailurePolicy policy = new FailurePolicy((_, _, _) -> Duration.ofHours(1), _ -> true, crashLimit);
        return new Recoverer(upkeep, List.of("default"), intervals, policy, clock);
    }

    private void enqueue(String id) {
        client.enqueue(NewTask.of("t").id(id).maxRetry(0).build());
    }

    private static long redisTime() {
        return Long.parseLong(STORE.oracle().texts("TIME").getFirst());
    }

    private static void leaseEnds(String id, long secondsAgo) {
        STORE.oracle().raw("ZADD", Q + "lease", redisTime() - secondsAgo, id);
    }

    /** Take the task that is next, and die. */
    private void crash(String id) {
        assertThat(worker.dequeue("default", 1).tasks())
                .extracting(WorkerBroker.Taken::id)
                .containsExactly(id);
        leaseEnds(id, 10);
    }

    private static @Nullable String field(String id, String name) {
        return STORE.oracle().text("HGET", Q + "t:" + id, name);
    }

    private static TaskMessage stored(String id) throws Exception {
        return Messages.decode(Objects.requireNonNull(STORE.oracle().bytes("HGET", Q + "t:" + id, "msg")));
    }

    private static List<String> pending() {
        return STORE.oracle().texts("LRANGE", Q + "pending", "0", "-1");
    }

    @Test
    void aCrashSpendsNoRetryAndItsTaskIsNext() {
        enqueue("a");
        enqueue("b");
        byte[] before = STORE.oracle().bytes("HGET", Q + "t:a", "msg");
        crash("a");
        recoverer.recover();
        assertThat(pending()).as("taken from the right").containsExactly("b", "a");
        assertThat(STORE.oracle().bytes("HGET", Q + "t:a", "msg")).isEqualTo(before);
        assertThat(field("a", "state")).isEqualTo("pending");
        assertThat(field("a", "crashes")).isEqualTo("1");
        assertThat(field("b", "crashes")).isNull();
        assertThat(STORE.oracle().texts("KEYS", Q + "*"))
                .as("no list has it, no counter counts it")
                .containsExactlyInAnyOrder(Q + "pending", Q + "t:a", Q + "t:b");
    }

    @Test
    void theOldestLeaseIsNext() {
        enqueue("first");
        enqueue("second");
        crash("first");
        crash("second");
        leaseEnds("first", 20);
        recoverer.recover();
        assertThat(pending()).containsExactly("second", "first");
    }

    @Test
    void theThirdCrashArchivesTheTaskWithItsReason() throws Exception {
        enqueue("poison");
        for (int i = 0; i < 2; i++) {
            crash("poison");
            recoverer.recover();
            assertThat(pending()).containsExactly("poison");
        }
        crash("poison");
        clock.advance(Duration.ofSeconds(5));
        recoverer.recover();
        assertThat(stored("poison").getErrorMsg()).startsWith("crashed: 3 times (expected: fewer than 3;");
        assertThat(stored("poison").getRetried()).isZero();
        assertThat(stored("poison").getLastFailedAt()).isEqualTo(clock.instant().getEpochSecond());
        assertThat(field("poison", "state")).isEqualTo("archived");
        assertThat(STORE.oracle().number("ZSCORE", Q + "archived", "poison"))
                .isEqualTo(clock.instant().getEpochSecond());
        assertThat(STORE.oracle().number("EXISTS", Q + "pending", Q + "active", Q + "lease"))
                .isZero();
    }

    @Test
    void theCountGoesWithTheTask() throws Exception {
        enqueue("a");
        crash("a");
        recoverer.recover();
        TaskMessage task =
                Messages.decode(worker.dequeue("default", 1).tasks().getFirst().message());
        worker.settle(List.of(new Settlement.Done(task)));
        assertThat(STORE.oracle().number("EXISTS", Q + "t:a")).isZero();
    }

    @Test
    void aTaskRunByHandBeginsToCountAnew() throws Exception {
        enqueue("a");
        crash("a");
        recoverer.recover();
        TaskMessage task =
                Messages.decode(worker.dequeue("default", 1).tasks().getFirst().message());
        worker.settle(List.of(new Settlement.Retry(task, "x", clock.instant().plusSeconds(60), true)));
        assertThat(field("a", "crashes")).as("kept through a retry").isEqualTo("1");
        new Inspector(STORE.redis(), clock).moves().run("default", "a");
        assertThat(field("a", "crashes")).isNull();
        assertThat(pending()).containsExactly("a");
    }

    /** asynq's tools know no count: they move the id and write the state. */
    @Test
    void anArchivedTaskThatAToolOfAsynqRunsBeginsToCountAnew() {
        enqueue("a");
        for (int i = 0; i < 3; i++) {
            crash("a");
            recoverer.recover();
        }
        STORE.oracle().raw("ZREM", Q + "archived", "a");
        STORE.oracle().raw("LPUSH", Q + "pending", "a");
        STORE.oracle().raw("HSET", Q + "t:a", "state", "pending");
        crash("a");
        recoverer.recover();
        assertThat(pending()).containsExactly("a");
        assertThat(field("a", "crashes")).isEqualTo("1");
    }

    @Test
    void recoverersThatRaceCountACrashOnce() throws Exception {
        int tasks = 500;
        for (int i = 0; i < tasks; i++) {
            enqueue("t" + i);
        }
        assertThat(worker.dequeue("default", tasks).tasks()).hasSize(tasks);
        for (int i = 0; i < tasks; i++) {
            leaseEnds("t" + i, 10);
        }
        CyclicBarrier together = new CyclicBarrier(4);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> racing = Stream.generate(() -> recoverer(3))
                    .limit(4)
                    .<Future<?>>map(each -> threads.submit(() -> {
                        together.await();
                        each.recover();
                        return null;
                    }))
                    .toList();
            for (Future<?> each : racing) {
                each.get();
            }
        }
        assertThat(pending()).hasSize(tasks).doesNotHaveDuplicates();
        for (int i = 0; i < tasks; i++) {
            assertThat(field("t" + i, "crashes")).isEqualTo("1");
        }
    }

    @Test
    void aRecovererThatIsLateLeavesTheTaskToItsNewWorker() {
        enqueue("a");
        crash("a");
        Abandoned seen = upkeep.recover("default", GRACE, 1).left().getFirst();
        recoverer.recover();
        assertThat(worker.dequeue("default", 1).tasks()).hasSize(1);
        TaskMessage task =
                TaskMessage.newBuilder().setId("a").setQueue("default").build();
        assertThat(upkeep.settle(new Settlement.Archive(task, "late"), seen.lease()))
                .isFalse();
        assertThat(upkeep.settle(new Settlement.Retry(task, "late", clock.instant(), true), seen.lease()))
                .isFalse();
        assertThat(worker.extend("default", List.of("a"))).containsExactly(true);
        assertThat(field("a", "state")).isEqualTo("active");
    }

    @Test
    void idsWithoutAMessageAreSweptAndDoNotStopTheRest() {
        enqueue("a");
        crash("a");
        for (int i = 0; i < 150; i++) {
            STORE.oracle().raw("LPUSH", Q + "active", "ghost-" + i);
            leaseEnds("ghost-" + i, 20);
        }
        STORE.oracle().raw("SET", Q + "t:ghost-7", "of another type");
        recoverer.recover();
        assertThat(pending()).containsExactly("a");
        assertThat(STORE.oracle().texts("KEYS", Q + "*")).containsExactlyInAnyOrder(Q + "pending", Q + "t:a");
    }

    @Test
    void aCountThatIsNoNumberIsNone() {
        enqueue("a");
        crash("a");
        STORE.oracle().raw("HSET", Q + "t:a", "crashes", "-9e99");
        recoverer.recover();
        assertThat(field("a", "crashes")).isEqualTo("1");
    }

    @Test
    void aLeaseBeginsAndEndsByTheClockOfRedis() {
        for (Duration wrong : List.of(Duration.ofHours(-1), Duration.ofHours(2))) {
            clock.advance(wrong);
            enqueue("a" + wrong);
            long before = redisTime();
            assertThat(worker.dequeue("default", 1).tasks()).hasSize(1);
            assertThat(STORE.oracle().number("ZSCORE", Q + "lease", "a" + wrong))
                    .isBetween(before + 30, redisTime() + 30);
            STORE.oracle().raw("ZADD", Q + "lease", redisTime() + 5, "a" + wrong);
            recoverer.recover();
            assertThat(field("a" + wrong, "state")).isEqualTo("active");
            assertThat(worker.extend("default", List.of("a" + wrong))).containsExactly(true);
            assertThat(STORE.oracle().number("ZSCORE", Q + "lease", "a" + wrong))
                    .isBetween(before + 30, redisTime() + 30);
        }
    }

    @Test
    void aTaskWithoutALeaseGetsOneAndItsWorkerIfItLivesKeepsIt() {
        enqueue("a");
        assertThat(worker.dequeue("default", 1).tasks()).hasSize(1);
        STORE.oracle().raw("DEL", Q + "lease");
        recoverer.repair();
        recoverer.recover();
        assertThat(worker.extend("default", List.of("a"))).containsExactly(true);
        leaseEnds("a", 10);
        recoverer.repair();
        recoverer.recover();
        assertThat(pending()).containsExactly("a");
    }

    @Test
    void withTheDefaultsATaskRunsAgainWithinFiveSecondsOfItsLease() throws Exception {
        AsynqConfiguration defaults = new AsynqConfiguration();
        assertThat(defaults.getRecoverGrace())
                .as("leases are whole seconds: with less, one is over in Redis before it is for its worker")
                .isGreaterThanOrEqualTo(1_000);
        Duration lease = Duration.ofSeconds(2);
        Intervals asynq = Intervals.asynq();
        Intervals intervals = new Intervals(
                asynq.poll(),
                asynq.forward(),
                asynq.heartbeat(),
                Duration.ofMillis(defaults.getRecoverInterval()),
                Duration.ofMillis(defaults.getRecoverGrace()),
                asynq.janitor(),
                lease,
                asynq.stopGrace());
        FailurePolicy policy = new FailurePolicy(RetryDelay.ASYNQ, _ -> true, defaults.getCrashLimit());
        CountDownLatch ran = new CountDownLatch(1);
        enqueue("a");
        assertThat(new WorkerBroker(STORE.redis(), clock, lease)
                        .dequeue("default", 1)
                        .tasks())
                .hasSize(1);
        try (ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
                Server server = new Server(
                        STORE.redis(),
                        new ServerOptions(Map.of("default", 1), false, 1, true, intervals, policy),
                        delivery -> {
                            delivery.succeed();
                            ran.countDown();
                        },
                        handlers,
                        Clock.systemUTC())) {
            server.start();
            assertThat(ran.await(lease.plusSeconds(5).toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
        }
    }
}
