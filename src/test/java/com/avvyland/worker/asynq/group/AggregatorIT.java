// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.group;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.broker.Messages;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.testing.TestingClock;
import com.avvyland.worker.asynq.testing.TestingStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AggregatorIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final String Q = "asynq:{default}:";
    private static final GroupLimits LIMITS = new GroupLimits(Duration.ofSeconds(10), Duration.ofSeconds(60), 5);

    private final TestingClock clock = new TestingClock(Instant.parse("2026-11-23T10:00:00Z"));
    private final AsynqClient client = new AsynqClient(STORE.redis(), clock);
    private final GroupBroker broker = new GroupBroker(STORE.redis(), clock);
    private final List<List<String>> sets = new ArrayList<>();

    private Aggregator aggregator(GroupHandler handler) {
        return new Aggregator(STORE.redis(), Set.of("default"), LIMITS, handler, clock);
    }

    private NewTask joined(String group, List<TaskMessage> tasks) {
        sets.add(tasks.stream().map(TaskMessage::getId).toList());
        String payload =
                tasks.stream().map(each -> each.getPayload().toStringUtf8()).collect(Collectors.joining("+"));
        return NewTask.of("joined:" + group)
                .payload(payload.getBytes(UTF_8))
                .queue("ignored")
                .build();
    }

    private void add(String id) {
        client.enqueue(
                NewTask.of("t").id(id).payload(id.getBytes(UTF_8)).group("g:1").build());
    }

    private void addFor(int count) {
        for (int i = 0; i < count; i++) {
            add("t" + i);
        }
    }

    private static List<String> keys() {
        return STORE.oracle().texts("KEYS", Q + "*");
    }

    @Test
    void aQuietGroupBecomesOneTaskOfItsQueueAndNothingElseIsLeft() throws Exception {
        addFor(3);
        Aggregator aggregator = aggregator(this::joined);
        clock.advance(Duration.ofSeconds(9));
        aggregator.look();
        assertThat(sets).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        aggregator.look();
        assertThat(sets).containsExactly(List.of("t0", "t1", "t2"));
        List<String> pending = STORE.oracle().texts("LRANGE", Q + "pending", "0", "-1");
        assertThat(keys()).containsExactlyInAnyOrder(Q + "pending", Q + "t:" + pending.getFirst());
        TaskMessage made = Messages.decode(
                Objects.requireNonNull(STORE.oracle().bytes("HGET", Q + "t:" + pending.getFirst(), "msg")));
        assertThat(made.getType()).isEqualTo("joined:g:1");
        assertThat(made.getPayload().toStringUtf8()).isEqualTo("t0+t1+t2");
        assertThat(made.getQueue()).isEqualTo("default");
    }

    @Test
    void aFullGroupIsAggregatedAtOnceInSetsOfItsSize() {
        addFor(12);
        aggregator(this::joined).look();
        assertThat(sets).extracting(List::size).containsExactly(5, 5);
        assertThat(STORE.oracle().number("ZCARD", Q + "g:g:1")).isEqualTo(2);
        assertThat(STORE.oracle().texts("SMEMBERS", Q + "groups")).containsExactly("g:1");
    }

    @Test
    void theOldestTaskWaitsNoLongerThanTheDelayThoughOthersJoin() {
        Aggregator aggregator = aggregator(this::joined);
        for (int i = 0; i < 3; i++) {
            add("t" + i);
            aggregator.look();
            clock.advance(Duration.ofSeconds(9));
        }
        GroupHandler patient = new GroupHandler() {
            @Override
            public NewTask aggregate(String group, List<TaskMessage> tasks) {
                return joined(group, tasks);
            }

            @Override
            public GroupLimits limits(String queue, String group, GroupLimits configured) {
                return new GroupLimits(Duration.ofMinutes(5), Duration.ofSeconds(28), 0);
            }
        };
        aggregator(patient).look();
        assertThat(sets).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        aggregator(patient).look();
        assertThat(sets).extracting(List::size).containsExactly(3);
    }

    @Test
    void aFailingHandlerPutsItsTasksBackAndIsAskedLessAndLessOften() {
        addFor(2);
        double score = STORE.oracle().number("ZSCORE", Q + "g:g:1", "t0");
        clock.advance(Duration.ofSeconds(10));
        List<Instant> calls = new ArrayList<>();
        Aggregator aggregator = aggregator((_, _) -> {
            calls.add(clock.instant());
            throw new IllegalStateException("can't");
        });
        for (int second = 0; second < 80; second++) {
            aggregator.look();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(calls).hasSize(4);
        assertThat(Duration.between(calls.get(0), calls.get(1))).isEqualTo(Duration.ofSeconds(10));
        assertThat(Duration.between(calls.get(1), calls.get(2))).isEqualTo(Duration.ofSeconds(20));
        assertThat(Duration.between(calls.get(2), calls.get(3))).isEqualTo(Duration.ofSeconds(40));
        assertThat(STORE.oracle().texts("ZRANGE", Q + "g:g:1", "0", "-1")).containsExactly("t0", "t1");
        assertThat((double) STORE.oracle().number("ZSCORE", Q + "g:g:1", "t0")).isEqualTo(score);
        assertThat(STORE.oracle().texts("SMEMBERS", Q + "groups")).containsExactly("g:1");
        assertThat(keys()).containsExactlyInAnyOrder(Q + "g:g:1", Q + "groups", Q + "t:t0", Q + "t:t1");
    }

    @Test
    void aHandlerThatKeepsTheGroupIsAskedAgainAfterTheGracePeriod() {
        addFor(1);
        clock.advance(Duration.ofSeconds(10));
        List<Integer> calls = new ArrayList<>();
        Aggregator aggregator = aggregator((group, tasks) -> {
            calls.add(tasks.size());
            return calls.size() == 1 ? null : joined(group, tasks);
        });
        aggregator.look();
        aggregator.look();
        assertThat(calls).containsExactly(1);
        add("t1");
        clock.advance(Duration.ofSeconds(10));
        aggregator.look();
        assertThat(calls).containsExactly(1, 2);
        assertThat(sets).containsExactly(List.of("t0", "t1"));
    }

    @Test
    void freesTheMembersLocksEvenThoseThatAnotherClientDidNotNoteInTheHash() {
        NewTask unique =
                NewTask.of("t").id("a").group("g:1").unique(Duration.ofHours(1)).build();
        client.enqueue(unique);
        STORE.oracle().raw("HDEL", Q + "t:a", "unique_key");
        assertThat(STORE.oracle().text("GET", Q + "unique:t:")).isEqualTo("a");
        clock.advance(Duration.ofSeconds(10));
        aggregator(this::joined).look();
        assertThat(STORE.oracle().number("EXISTS", Q + "unique:t:")).isZero();
    }

    @Test
    void aLockThatIsNotOfTheQueueIsNotFreed() {
        TaskMessage hostile = TaskMessage.newBuilder()
                .setType("t")
                .setId("a")
                .setQueue("default")
                .setGroupKey("g:1")
                .setUniqueKey("asynq:{other}:paused")
                .build();
        STORE.oracle().raw("SET", "asynq:{other}:paused", "a");
        add("b");
        STORE.oracle().raw("HSET", Q + "t:b", "msg", hostile.toByteArray());
        clock.advance(Duration.ofSeconds(10));
        aggregator(this::joined).look();
        assertThat(sets).hasSize(1);
        assertThat(STORE.oracle().number("EXISTS", "asynq:{other}:paused")).isEqualTo(1);
        assertThat(STORE.oracle().number("EXISTS", Q + "t:b")).isZero();
    }

    @Test
    void reclaimsWhatADeadServerLeftAndNamesTheGroupAgain() {
        addFor(2);
        clock.advance(Duration.ofSeconds(10));
        assertThat(broker.check("default", "g:1", LIMITS)).isNotNull();
        assertThat(broker.groups("default")).isEmpty();
        clock.advance(GroupBroker.TIMEOUT.minusSeconds(1));
        assertThat(broker.reclaim("default")).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(broker.reclaim("default")).isEqualTo(1);
        assertThat(broker.reclaim("default")).isZero();
        assertThat(broker.groups("default")).containsExactly("g:1");
        aggregator(this::joined).look();
        assertThat(sets).containsExactly(List.of("t0", "t1"));
    }

    @Test
    void aHandlerThatTakesTooLongStoresNothing() {
        addFor(2);
        clock.advance(Duration.ofSeconds(10));
        aggregator((group, tasks) -> {
                    clock.advance(GroupBroker.TIMEOUT);
                    broker.reclaim("default");
                    return joined(group, tasks);
                })
                .look();
        assertThat(STORE.oracle().number("EXISTS", Q + "pending")).isZero();
        assertThat(STORE.oracle().number("ZCARD", Q + "g:g:1")).isEqualTo(2);
    }

    @Test
    void deletesNothingOfASetThatWasReclaimed() {
        addFor(2);
        clock.advance(Duration.ofSeconds(10));
        GroupSet set = Objects.requireNonNull(broker.check("default", "g:1", LIMITS));
        List<TaskMessage> tasks = broker.read(set);
        clock.advance(GroupBroker.TIMEOUT);
        broker.reclaim("default");
        assertThat(broker.delete(set, tasks)).isFalse();
        assertThat(STORE.oracle().number("EXISTS", Q + "t:t0", Q + "t:t1")).isEqualTo(2);
    }

    @Test
    void anUnreadableMemberGoesToTheArchiveAndADanglingIdVanishes() {
        addFor(3);
        STORE.oracle().raw("HSET", Q + "t:t1", "msg", new byte[] {10, 99});
        STORE.oracle().raw("DEL", Q + "t:t2");
        clock.advance(Duration.ofSeconds(10));
        aggregator(this::joined).look();
        assertThat(sets).containsExactly(List.of("t0"));
        assertThat(STORE.oracle().texts("ZRANGE", Q + "archived", "0", "-1")).containsExactly("t1");
        assertThat(STORE.oracle().text("HGET", Q + "t:t1", "state")).isEqualTo("archived");
        assertThat(keys()).hasSize(4).noneMatch(key -> key.contains(":g:") || key.contains("aggregation"));
    }

    @Test
    void looksByItselfWhenStarted() {
        AsynqClient now = new AsynqClient(STORE.redis(), Clock.systemUTC());
        now.enqueue(NewTask.of("t").group("g").build());
        GroupLimits second = new GroupLimits(Duration.ofSeconds(1), Duration.ZERO, 0);
        try (Aggregator running =
                new Aggregator(STORE.redis(), Set.of("default"), second, this::joined, Clock.systemUTC())) {
            running.start();
            await().atMost(Duration.ofSeconds(10)).until(() -> STORE.oracle().number("LLEN", Q + "pending") == 1);
        }
    }

    @Test
    void refusesAGracePeriodOfLessThanASecond() {
        Duration tooShort = Duration.ofMillis(999);
        assertThatThrownBy(() -> new GroupLimits(tooShort, Duration.ZERO, 0))
                .hasMessage("groupGracePeriod: PT0.999S (expected: 1 s or more)");
    }
}
