// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.broker.WorkerBroker.Fate;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.testing.TestingClock;
import com.avvyland.worker.asynq.testing.TestingStore;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Walks a task through every state and compares each key with what Go's scripts leave. */
class GoldenWalkIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final String ID = "6f0c0b2e-3c1a-4f5e-9a77-0d5f6f0c1a2b";
    private static final String Q = "asynq:{default}:";

    // Today, because a day's counter expires 90 days after its day.
    private final Instant t0 = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    private final TestingClock clock = new TestingClock(t0);
    private final ClientBroker client = new ClientBroker(STORE.redis(), clock);
    private final WorkerBroker worker = new WorkerBroker(STORE.redis(), clock, Duration.ofSeconds(30));
    private final UpkeepBroker upkeep = new UpkeepBroker(STORE.redis(), clock);

    private static TaskMessage task() {
        return TaskMessage.newBuilder()
                .setType("email:welcome")
                .setPayload(ByteString.copyFromUtf8("{\"user_id\":42}"))
                .setId(ID)
                .setQueue("default")
                .setRetry(25)
                .setTimeout(1800)
                .build();
    }

    private static long redisTime() {
        return Long.parseLong(STORE.oracle().texts("TIME").getFirst());
    }

    private TaskMessage taken() throws Exception {
        return Messages.decode(worker.dequeue("default", 1).tasks().getFirst().message());
    }

    private boolean settle(Settlement settlement) {
        return worker.settle(List.of(settlement)).getFirst() == Fate.HELD;
    }

    @Test
    void leavesInEveryStateWhatGoLeaves() throws Exception {
        assertThat(client.enqueue(task(), Duration.ZERO).join()).isEqualTo(ClientBroker.Stored.STORED);
        assertThat(client.enqueue(task(), Duration.ZERO).join()).isEqualTo(ClientBroker.Stored.ID_EXISTS);
        assertThat(STORE.oracle().texts("LRANGE", Q + "pending", "0", "-1")).containsExactly(ID);
        assertThat(STORE.oracle().texts("SMEMBERS", "asynq:queues")).containsExactly("default");
        assertThat(STORE.oracle().map("HGETALL", Q + "t:" + ID))
                .containsOnlyKeys("msg", "state", "pending_since")
                .containsEntry("state", "pending")
                .containsEntry("pending_since", t0.getEpochSecond() + "000000000");
        assertThat(STORE.oracle().bytes("HGET", Q + "t:" + ID, "msg")).isEqualTo(task().toByteArray());

        clock.advance(Duration.ofSeconds(1));
        long before = redisTime();
        TaskMessage first = taken();
        assertThat(first).isEqualTo(task());
        assertThat(STORE.oracle().texts("LRANGE", Q + "active", "0", "-1")).containsExactly(ID);
        assertThat(STORE.oracle().number("EXISTS", Q + "pending")).isZero();
        assertThat(STORE.oracle().number("ZSCORE", Q + "lease", ID)).isBetween(before + 30, redisTime() + 30);
        assertThat(STORE.oracle().map("HGETALL", Q + "t:" + ID))
                .containsOnlyKeys("msg", "state")
                .containsEntry("state", "active");

        clock.advance(Duration.ofSeconds(1));
        assertThat(settle(new Settlement.Retry(first, "boom", t0.plusSeconds(20), true)))
                .isTrue();
        assertThat(STORE.oracle().number("EXISTS", Q + "active", Q + "lease")).isZero();
        assertThat(STORE.oracle().number("ZSCORE", Q + "retry", ID)).isEqualTo(t0.getEpochSecond() + 20);
        String day = ":" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        for (String counter : List.of("processed", "failed", "processed" + day, "failed" + day)) {
            assertThat(STORE.oracle().text("GET", Q + counter)).as(counter).isEqualTo("1");
        }
        assertThat(STORE.oracle().number("TTL", Q + "processed" + day))
                .isBetween(Duration.ofDays(89).toSeconds(), Duration.ofDays(90).toSeconds() + 2);
        TaskMessage retried = task().toBuilder()
                .setRetried(1)
                .setErrorMsg("boom")
                .setLastFailedAt(t0.getEpochSecond() + 2)
                .build();
        assertThat(STORE.oracle().bytes("HGET", Q + "t:" + ID, "msg")).isEqualTo(retried.toByteArray());
        assertThat(STORE.oracle().text("HGET", Q + "t:" + ID, "state")).isEqualTo("retry");

        clock.advance(Duration.ofSeconds(19));
        assertThat(upkeep.forward("default")).isEqualTo(1);
        assertThat(STORE.oracle().number("EXISTS", Q + "retry")).isZero();
        assertThat(STORE.oracle().map("HGETALL", Q + "t:" + ID))
                .containsEntry("state", "pending")
                .containsEntry("pending_since", (t0.getEpochSecond() + 21) + "000000000");

        clock.advance(Duration.ofSeconds(2));
        TaskMessage kept = taken().toBuilder().setRetention(3600).build();
        assertThat(settle(new Settlement.Complete(kept, "ok".getBytes(UTF_8)))).isTrue();
        assertThat(STORE.oracle().number("ZSCORE", Q + "completed", ID)).isEqualTo(t0.getEpochSecond() + 23 + 3600);
        assertThat(STORE.oracle().text("GET", Q + "processed")).isEqualTo("2");
        assertThat(STORE.oracle().text("GET", Q + "failed")).isEqualTo("1");
        assertThat(STORE.oracle().map("HGETALL", Q + "t:" + ID))
                .containsOnlyKeys("msg", "state", "result")
                .containsEntry("state", "completed")
                .containsEntry("result", "ok");
        assertThat(STORE.oracle().bytes("HGET", Q + "t:" + ID, "msg"))
                .isEqualTo(kept.toBuilder()
                        .setCompletedAt(t0.getEpochSecond() + 23)
                        .build()
                        .toByteArray());

        clock.advance(Duration.ofSeconds(3601));
        assertThat(upkeep.purge("default", 100)).isEqualTo(1);
        assertThat(STORE.oracle().texts("KEYS", Q + "*"))
                .containsExactlyInAnyOrder(Q + "processed", Q + "failed", Q + "processed" + day, Q + "failed" + day);
    }

    @Test
    void writesNothingWhenTheLeaseIsGone() throws Exception {
        client.enqueue(task(), Duration.ZERO).join();
        TaskMessage task = taken();
        STORE.oracle().raw("DEL", Q + "lease");
        for (Settlement move : List.of(
                new Settlement.Done(task),
                new Settlement.Complete(task, null),
                new Settlement.Retry(task, "x", t0, true),
                new Settlement.Archive(task, "x"),
                new Settlement.Requeue(task))) {
            assertThat(settle(move)).as(move.toString()).isFalse();
        }
        assertThat(STORE.oracle().texts("KEYS", "*"))
                .containsExactlyInAnyOrder("asynq:queues", Q + "active", Q + "t:" + ID);
        assertThat(STORE.oracle().texts("LRANGE", Q + "active", "0", "-1")).containsExactly(ID);
    }

    @Test
    void givesBackToTheTailSoThatItIsNext() throws Exception {
        client.enqueue(task(), Duration.ZERO).join();
        TaskMessage task = taken();
        client.enqueue(task().toBuilder().setId("later").build(), Duration.ZERO).join();
        assertThat(settle(new Settlement.Requeue(task))).isTrue();
        assertThat(STORE.oracle().texts("LRANGE", Q + "pending", "0", "-1")).containsExactly("later", ID);
        assertThat(STORE.oracle().number("EXISTS", Q + "processed")).isZero();
        assertThat(STORE.oracle().bytes("HGET", Q + "t:" + ID, "msg")).isEqualTo(task().toByteArray());
    }

    @Test
    void aFailureThatDoesNotCountLeavesNoCounter() throws Exception {
        client.enqueue(task(), Duration.ZERO).join();
        settle(new Settlement.Retry(taken(), "x", t0, false));
        assertThat(STORE.oracle().texts("KEYS", Q + "*")).containsExactlyInAnyOrder(Q + "retry", Q + "t:" + ID);
        assertThat(Messages.decode(Objects.requireNonNull(STORE.oracle().bytes("HGET", Q + "t:" + ID, "msg")))
                        .getRetried())
                .isZero();
    }

    @Test
    void dropsAnIdWithoutMessageInsteadOfMakingAGhost() throws Exception {
        STORE.oracle().raw("RPUSH", Q + "pending", "ghost");
        client.enqueue(task(), Duration.ZERO).join();
        assertThat(taken().getId()).isEqualTo(ID);
        assertThat(STORE.oracle().texts("KEYS", Q + "*"))
                .containsExactlyInAnyOrder(Q + "active", Q + "lease", Q + "t:" + ID);
    }

    @Test
    void leavesNoLockBehindWhenTheIdExists() {
        client.enqueue(task(), Duration.ZERO).join();
        TaskMessage unique =
                task().toBuilder().setUniqueKey(Q + "unique:email:welcome:x").build();
        assertThat(client.enqueue(unique, Duration.ofMinutes(1)).join()).isEqualTo(ClientBroker.Stored.ID_EXISTS);
        assertThat(STORE.oracle().number("EXISTS", Q + "unique:email:welcome:x"))
                .isZero();
    }

    @Test
    void freesTheLockOnlyWhenItIsTheTasksOwn() throws Exception {
        String lock = Q + "unique:email:welcome:x";
        TaskMessage unique = task().toBuilder().setUniqueKey(lock).build();
        client.enqueue(unique, Duration.ofMinutes(1)).join();
        assertThat(STORE.oracle().text("HGET", Q + "t:" + ID, "unique_key")).isEqualTo(lock);
        assertThat(client.enqueue(unique.toBuilder().setId("other").build(), Duration.ofMinutes(1))
                        .join())
                .isEqualTo(ClientBroker.Stored.LOCK_HELD);
        settle(new Settlement.Done(taken()));
        assertThat(STORE.oracle().number("EXISTS", lock)).isZero();

        client.enqueue(unique, Duration.ofMinutes(1)).join();
        TaskMessage second = taken();
        STORE.oracle().raw("SET", lock, "someone-else");
        settle(new Settlement.Done(second));
        assertThat(STORE.oracle().text("GET", lock)).isEqualTo("someone-else");
    }

    @Test
    void archiveKeeps9999AndDeletesWhatItDropsWhole() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            STORE.oracle().raw("ZADD", Q + "archived", t0.getEpochSecond() - 10, "old-" + i);
        }
        STORE.oracle().raw("HSET", Q + "t:old-0", "msg", "x", "state", "archived");
        client.enqueue(task(), Duration.ZERO).join();
        assertThat(settle(new Settlement.Archive(taken(), "dead"))).isTrue();
        assertThat(STORE.oracle().number("ZCARD", Q + "archived")).isEqualTo(9_999);
        assertThat(STORE.oracle().number("EXISTS", Q + "t:old-0")).isZero();
        assertThat(STORE.oracle().number("ZSCORE", Q + "archived", ID)).isEqualTo(t0.getEpochSecond());
        assertThat(STORE.oracle().text("HGET", Q + "t:" + ID, "state")).isEqualTo("archived");
    }

    /** More than Lua can unpack at once. */
    @Test
    void archiveDropsTenThousandExpiredTasksInParts() throws Exception {
        long expired = t0.getEpochSecond() - Duration.ofDays(90).toSeconds();
        for (int i = 0; i < 9_500; i++) {
            STORE.oracle().raw("ZADD", Q + "archived", expired, "old-" + i);
        }
        STORE.oracle().raw("ZADD", Q + "archived", expired + 1, "young");
        for (int i = 0; i < 10; i++) {
            client.enqueue(task(), Duration.ZERO).join();
            assertThat(settle(new Settlement.Archive(taken(), "dead"))).isTrue();
            assertThat(STORE.oracle().text("HGET", Q + "t:" + ID, "state")).isEqualTo("archived");
            STORE.oracle().raw("DEL", Q + "t:" + ID);
        }
        assertThat(STORE.oracle().texts("ZRANGE", Q + "archived", "0", "-1")).containsExactly("young", ID);
    }

    @Test
    void totalsStartAgainAtOneAfterTheLargestNumber() throws Exception {
        Map<String, Function<TaskMessage, Settlement>> ends = Map.of(
                "done", Settlement.Done::new,
                "complete", task -> new Settlement.Complete(task, null),
                "retry", task -> new Settlement.Retry(task, "x", t0, true),
                "archive", task -> new Settlement.Archive(task, "x"));
        for (var end : ends.entrySet()) {
            STORE.oracle().raw("FLUSHALL");
            STORE.oracle().raw("SET", Q + "processed", Long.MAX_VALUE);
            STORE.oracle().raw("SET", Q + "failed", "7");
            client.enqueue(task(), Duration.ZERO).join();
            assertThat(settle(end.getValue().apply(taken()))).isTrue();
            assertThat(STORE.oracle().text("GET", Q + "processed"))
                    .as(end.getKey())
                    .isEqualTo("1");
            boolean failure = end.getKey().equals("retry") || end.getKey().equals("archive");
            assertThat(STORE.oracle().text("GET", Q + "failed"))
                    .as(end.getKey())
                    .isEqualTo(failure ? "1" : "7");
        }
    }

    @Test
    void idsWithoutAMessageStallNoSet() {
        for (String set : List.of("scheduled", "retry", "completed")) {
            for (int i = 0; i < 150; i++) {
                STORE.oracle().raw("ZADD", Q + set, "1", "ghost-" + i);
            }
        }
        client.schedule(task(), t0.plusSeconds(1), Duration.ZERO).join();
        clock.advance(Duration.ofSeconds(1));
        upkeep.forward("default");
        assertThat(STORE.oracle().texts("LRANGE", Q + "pending", "0", "-1")).containsExactly(ID);
        assertThat(upkeep.purge("default", 100)).isEqualTo(100);
        assertThat(upkeep.purge("default", 100)).isEqualTo(50);
        assertThat(STORE.oracle().texts("KEYS", Q + "*")).containsExactlyInAnyOrder(Q + "pending", Q + "t:" + ID);
    }

    @Test
    void namesItsQueueAgainSoonAfterAnotherProcessRemovedIt() {
        client.enqueue(task(), Duration.ZERO).join();
        STORE.oracle().raw("FLUSHALL");
        clock.advance(Duration.ofMinutes(1));
        client.enqueue(task(), Duration.ZERO).join();
        assertThat(STORE.oracle().texts("SMEMBERS", "asynq:queues")).containsExactly("default");
    }

    @Test
    void countsEveryTaskOfABatchThatWasHeld() throws Exception {
        List<Settlement> done = new ArrayList<>();
        List<Settlement> kept = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            client.enqueue(task().toBuilder().setId("id-" + i).build(), Duration.ZERO)
                    .join();
            TaskMessage held = taken();
            (i < 3 ? done : kept).add(i < 3 ? new Settlement.Done(held) : new Settlement.Complete(held, null));
        }
        done.add(new Settlement.Done(task().toBuilder().setId("not-held").build()));
        String day = Q + "processed:" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        assertThat(worker.settle(done)).containsExactly(Fate.HELD, Fate.HELD, Fate.HELD, Fate.NOT_HELD);
        assertThat(STORE.oracle().text("GET", Q + "processed")).isEqualTo("3");
        assertThat(STORE.oracle().text("GET", day)).isEqualTo("3");
        assertThat(STORE.oracle().number("TTL", day))
                .as("set with the first batch")
                .isPositive();
        assertThat(worker.settle(kept)).containsExactly(Fate.HELD, Fate.HELD, Fate.HELD);
        assertThat(STORE.oracle().text("GET", Q + "processed")).isEqualTo("6");
        assertThat(STORE.oracle().text("GET", day)).isEqualTo("6");
        assertThat(worker.settle(done)).as("again").containsOnly(Fate.NOT_HELD);
        assertThat(STORE.oracle().text("GET", Q + "processed")).isEqualTo("6");
    }

    @Test
    void aPausedQueueGivesNothing() {
        client.enqueue(task(), Duration.ZERO).join();
        STORE.oracle().raw("SET", Q + "paused", "1");
        WorkerBroker.Batch batch = worker.dequeue("default", 5);
        assertThat(batch.paused()).isTrue();
        assertThat(batch.tasks()).isEmpty();
        assertThat(STORE.oracle().number("LLEN", Q + "pending")).isEqualTo(1);
    }

    @Test
    void scheduledTaskWithoutGroupFieldBecomesPending() {
        client.schedule(task().toBuilder().setGroupKey("g").build(), t0.plusSeconds(5), Duration.ZERO)
                .join();
        assertThat(upkeep.forward("default")).isZero();
        clock.advance(Duration.ofSeconds(5));
        assertThat(upkeep.forward("default")).isEqualTo(1);
        assertThat(STORE.oracle().texts("LRANGE", Q + "pending", "0", "-1")).containsExactly(ID);
    }

    @Test
    void forwardMovesMoreThanOneBatch() {
        for (int i = 0; i < 250; i++) {
            client.schedule(task().toBuilder().setId("t" + i).build(), t0.plusSeconds(1), Duration.ZERO)
                    .join();
        }
        clock.advance(Duration.ofSeconds(1));
        assertThat(upkeep.forward("default")).isEqualTo(250);
        assertThat(STORE.oracle().number("LLEN", Q + "pending")).isEqualTo(250);
    }
}
