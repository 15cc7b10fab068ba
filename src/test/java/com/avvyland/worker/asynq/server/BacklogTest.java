// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.broker.Settlement;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.server.Backlog.Report;
import com.avvyland.worker.asynq.server.Backlog.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private static final long NEAR = 50_000;
    private static final long FAR = 1_000_000;

    private final AtomicLong nanos = new AtomicLong();
    private final Set<String> watched = new HashSet<>();

    private Backlog backlog(int slots, boolean strict, Map<String, Integer> queues) {
        return new Backlog(
                new QueueOrder(queues, strict, new Random(1)),
                queues.keySet(),
                slots,
                () -> watched,
                Duration.ofSeconds(1),
                nanos::get);
    }

    private Backlog backlog(int slots) {
        return backlog(slots, false, Map.of("q", 1));
    }

    private static Report full(int taken, long took) {
        return new Report(List.of(), taken, Set.of("q"), Set.of(), false, took);
    }

    private static Report empty(int taken) {
        return new Report(List.of(), taken, Set.of(), Set.of("q"), false, NEAR);
    }

    private static Report failed(List<Unsettled> again) {
        return new Report(again, 0, Set.of(), Set.of(), true, 0);
    }

    private Unsettled ended() {
        TaskMessage task = TaskMessage.newBuilder().setQueue("q").build();
        Lease lease = new Lease(nanos::get, Duration.ofSeconds(30), nanos.get());
        Delivery delivery = new Delivery(task, Instant.EPOCH, Instant.MAX, lease, (_, _, _) -> {}, (_, _) -> {
            throw new AssertionError("no result (expected: none)");
        });
        return new Unsettled(delivery, new Settlement.Done(task), false);
    }

    private static Turn some(@Nullable Turn turn) {
        return Objects.requireNonNull(turn, "turn");
    }

    @Test
    void asksForAsManyTasksAsSlotsAreFree() {
        Backlog backlog = backlog(3);
        Turn turn = some(backlog.poll());
        assertThat(turn.shares()).isEqualTo(Map.of("q", 3));
        backlog.done(turn, full(3, NEAR));
        assertThat(backlog.poll()).as("no slot is free").isNull();
        backlog.ended(ended(), 1, false);
        assertThat(some(backlog.poll()).shares()).isEqualTo(Map.of("q", 1));
    }

    @Test
    void writesWhatEndedAndTakesTheNextInOneTurn() {
        Backlog backlog = backlog(1);
        backlog.done(some(backlog.poll()), full(1, NEAR));
        Unsettled entry = ended();
        backlog.ended(entry, 1, true);
        Turn turn = some(backlog.poll());
        assertThat(turn.settlements()).containsExactly(entry);
        assertThat(turn.slots()).isEqualTo(1);
    }

    @Test
    void keepsTheSlotOfATaskWhoseHandlerStillRunsAfterItWasSettled() {
        Backlog backlog = backlog(1);
        backlog.done(some(backlog.poll()), full(1, NEAR));
        backlog.ended(ended(), 0, false);
        assertThat(some(backlog.poll()).slots()).isZero();
    }

    @Test
    void leavesAQueueAloneThatWasSeenEmptyUntilItIsWoken() {
        Backlog backlog = backlog(2);
        watched.add("q");
        backlog.done(some(backlog.poll()), empty(0));
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        assertThat(backlog.poll()).isNull();
        backlog.wake("q");
        assertThat(some(backlog.poll()).slots()).isEqualTo(2);
    }

    @Test
    void pollsAQueueThatNobodyWatches() {
        Backlog backlog = backlog(2);
        backlog.done(some(backlog.poll()), empty(0));
        assertThat(backlog.poll()).isNull();
        nanos.addAndGet(Duration.ofMillis(1_500).toNanos());
        assertThat(some(backlog.poll()).slots()).isEqualTo(2);
    }

    @Test
    void makesOneRoundTripAtATimeWhileRedisIsNear() {
        Backlog backlog = backlog(2);
        backlog.done(some(backlog.poll()), full(1, NEAR));
        some(backlog.poll());
        backlog.ended(ended(), 1, false);
        assertThat(backlog.poll()).isNull();
    }

    @Test
    void makesSeveralAtOnceWhileRedisIsFar() {
        Backlog backlog = backlog(8);
        for (int i = 0; i < 20; i++) {
            Turn turn = some(backlog.poll());
            backlog.done(turn, full(0, FAR));
        }
        for (int i = 0; i < 4; i++) {
            assertThat(some(backlog.poll()).slots() + i).isPositive();
            backlog.ended(ended(), 1, false);
        }
        assertThat(backlog.poll()).as("four are enough").isNull();
    }

    @Test
    void waitsAfterAFailureAndThenWritesTheSameAgain() {
        Backlog backlog = backlog(1);
        Turn first = some(backlog.poll());
        backlog.done(first, full(1, NEAR));
        backlog.ended(ended(), 1, false);
        Turn lost = some(backlog.poll());
        List<Unsettled> again =
                lost.settlements().stream().map(Unsettled::afterTry).toList();
        backlog.done(lost, failed(again));
        assertThat(backlog.poll()).isNull();
        nanos.addAndGet(Duration.ofMillis(60).toNanos());
        Turn second = some(backlog.poll());
        assertThat(second.settlements()).isEqualTo(again);
        assertThat(second.slots()).isEqualTo(1);
    }

    @Test
    void writesButTakesNothingWhileSuspended() {
        Backlog backlog = backlog(2);
        backlog.done(some(backlog.poll()), full(1, NEAR));
        backlog.suspend(true);
        backlog.ended(ended(), 1, false);
        Turn turn = some(backlog.poll());
        assertThat(turn.settlements()).hasSize(1);
        assertThat(turn.shares()).isEmpty();
    }

    @Test
    void asksALowQueueOnlyWhenTheHighOneIsEmptyWhereOrderIsStrict() {
        Backlog backlog = backlog(5, true, Map.of("high", 6, "low", 1));
        watched.add("high");
        Turn turn = some(backlog.poll());
        assertThat(turn.shares()).isEqualTo(Map.of("high", 5));
        backlog.done(turn, new Report(List.of(), 2, Set.of(), Set.of("high"), false, NEAR));
        Turn next = some(backlog.poll());
        assertThat(next.shares()).isEqualTo(Map.of("low", 3));
        backlog.done(next, new Report(List.of(), 1, Set.of("low"), Set.of(), false, NEAR));
        backlog.wake("high");
        assertThat(some(backlog.poll()).shares()).isEqualTo(Map.of("high", 2));
    }
}
