// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.broker.Messages;
import com.avvyland.worker.asynq.proto.SchedulerEnqueueEvent;
import com.avvyland.worker.asynq.proto.SchedulerEntry;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisFailure;
import com.avvyland.worker.asynq.testing.TestingClock;
import com.avvyland.worker.asynq.testing.TestingFaultProxy;
import com.avvyland.worker.asynq.testing.TestingRedisClients;
import com.avvyland.worker.asynq.testing.TestingStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchedulerIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final String Q = "asynq:{default}:";
    private static final Instant T0 = Instant.parse("2026-11-23T10:00:00Z");

    private final TestingClock clock = new TestingClock(T0);
    private final Scheduler scheduler = new Scheduler(STORE.redis(), clock);

    private static PeriodicTask every30s() {
        return PeriodicTask.of(
                "@every 30s", NewTask.of("tick").payload("p".getBytes(UTF_8)).build());
    }

    private static List<String> pending() {
        return STORE.oracle().texts("LRANGE", Q + "pending", "0", "-1");
    }

    private static SchedulerEntry shown(Scheduler of) throws Exception {
        return SchedulerEntry.parseFrom(
                Objects.requireNonNull(STORE.oracle().bytes("LINDEX", "asynq:schedulers:{" + of.id() + "}", "0")));
    }

    @Test
    void firesAtEachTickAsAnOrdinaryTask() throws Exception {
        String entry = scheduler.register(every30s());
        scheduler.turn();
        clock.advance(Duration.ofSeconds(29));
        scheduler.turn();
        assertThat(pending()).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        scheduler.turn();
        scheduler.turn();
        String id = entry + ":" + T0.plusSeconds(30).getEpochSecond();
        assertThat(pending()).containsExactly(id);
        assertThat(STORE.oracle().texts("SMEMBERS", "asynq:queues")).containsExactly("default");
        assertThat(STORE.oracle().map("HGETALL", Q + "t:" + id))
                .containsOnlyKeys("msg", "state", "pending_since")
                .containsEntry("state", "pending")
                .containsEntry("pending_since", T0.plusSeconds(30).getEpochSecond() + "000000000");
        var message = Messages.decode(Objects.requireNonNull(STORE.oracle().bytes("HGET", Q + "t:" + id, "msg")));
        assertThat(message.getId()).isEqualTo(id);
        assertThat(message.getPayload().toStringUtf8()).isEqualTo("p");
        assertThat(message.getTimeout()).isEqualTo(1800);

        List<byte[]> events = new ArrayList<>();
        if (STORE.oracle().raw("ZRANGE", "asynq:scheduler_history:" + entry, "0", "-1") instanceof List<?> list) {
            list.forEach(each -> events.add((byte[]) each));
        }
        assertThat(events).hasSize(1);
        assertThat(SchedulerEnqueueEvent.parseFrom(events.getFirst()).getTaskId())
                .isEqualTo(id);
        assertThat(STORE.oracle().number("ZSCORE", "asynq:scheduler_history:" + entry, events.getFirst()))
                .isEqualTo(T0.plusSeconds(30).getEpochSecond());
    }

    @Test
    void twoSchedulersFireEachTickOnceEvenWhenTheTaskIsDoneInBetween() throws Exception {
        Scheduler other = new Scheduler(STORE.redis(), clock);
        assertThat(scheduler.register(every30s())).isEqualTo(other.register(every30s()));
        int fired = 0;
        for (int tick = 0; tick < 20; tick++) {
            clock.advance(Duration.ofSeconds(30));
            for (Scheduler each : tick % 2 == 0 ? List.of(scheduler, other) : List.of(other, scheduler)) {
                each.turn();
                for (String id : pending()) {
                    fired++;
                    STORE.oracle().raw("DEL", Q + "t:" + id, Q + "pending");
                }
            }
        }
        assertThat(fired).isEqualTo(20);
    }

    @Test
    void twoSchedulersAtTheSameMomentFireOnce() throws Exception {
        List<Scheduler> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Scheduler each = new Scheduler(STORE.redis(), clock);
            each.register(every30s());
            all.add(each);
        }
        CyclicBarrier start = new CyclicBarrier(all.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int tick = 1; tick <= 20; tick++) {
                clock.advance(Duration.ofSeconds(30));
                List<Future<Void>> turns = all.stream()
                        .map(each -> threads.submit((Callable<Void>) () -> {
                            start.await();
                            each.turn();
                            return null;
                        }))
                        .toList();
                for (Future<Void> turn : turns) {
                    turn.get();
                }
                assertThat(pending()).hasSize(tick);
            }
        }
    }

    @Test
    void aSchedulerWhoseClockIsBehindDoesNotFireAgain() {
        TestingClock slow = new TestingClock(T0);
        Scheduler late = new Scheduler(STORE.redis(), slow);
        late.register(every30s());
        scheduler.register(every30s());
        clock.advance(Duration.ofSeconds(60));
        scheduler.turn();
        slow.advance(Duration.ofSeconds(30));
        late.turn();
        slow.advance(Duration.ofSeconds(30));
        late.turn();
        assertThat(pending()).hasSize(1);
        slow.advance(Duration.ofSeconds(30));
        late.turn();
        assertThat(pending()).hasSize(2);
    }

    @Test
    void showsItsEntriesForTwentySeconds() throws Exception {
        NewTask task = NewTask.of("tick").queue("low").maxRetry(3).build();
        String entry = scheduler.register(PeriodicTask.of("@every 30s", task));
        scheduler.turn();
        String key = "asynq:schedulers:{" + scheduler.id() + "}";
        assertThat(scheduler.id()).matches(".+:\\d+:[0-9a-f-]{36}");
        assertThat(STORE.oracle().number("ZSCORE", "asynq:schedulers", key)).isEqualTo(T0.getEpochSecond() + 20);
        assertThat(STORE.oracle().number("TTL", key)).isBetween(19L, 20L);
        SchedulerEntry expected = SchedulerEntry.parseFrom(HexFormat.of()
                .parseHex("0a026531120a406576657279203330731a047469636b2a0c517565756528226c6f7722292a0b4d617852657472"
                        + "792833293206089ef2d6ca063a0b088092b8c398feffffff01"));
        assertThat(shown(scheduler))
                .isEqualTo(expected.toBuilder()
                        .setId(entry)
                        .setNextEnqueueTime(SchedulerBroker.timestamp(T0.plusSeconds(30)))
                        .build());

        clock.advance(Duration.ofSeconds(31));
        scheduler.turn();
        assertThat(STORE.oracle().number("ZSCORE", "asynq:schedulers", key)).isEqualTo(T0.getEpochSecond() + 51);
        assertThat(shown(scheduler).getPrevEnqueueTime()).isEqualTo(SchedulerBroker.timestamp(T0.plusSeconds(30)));
        assertThat(shown(scheduler).getNextEnqueueTime()).isEqualTo(SchedulerBroker.timestamp(T0.plusSeconds(60)));

        scheduler.close();
        assertThat(STORE.oracle().number("EXISTS", key, "asynq:schedulers")).isZero();
        assertThat(STORE.oracle().number("EXISTS", "asynq:scheduler_history:" + entry))
                .isEqualTo(1);
    }

    @Test
    void missedTicksAreNotMadeUpFor() {
        scheduler.register(every30s());
        clock.advance(Duration.ofMinutes(10).plusSeconds(7));
        scheduler.turn();
        assertThat(pending()).hasSize(1).allMatch(id -> id.endsWith(":" + (T0.getEpochSecond() + 600)));
    }

    @Test
    void aTickThatIsTooLateIsLeftOut() {
        scheduler.register(PeriodicTask.of("@daily", NewTask.of("t").build()));
        clock.advance(Duration.ofHours(15).plusSeconds(1));
        scheduler.turn();
        assertThat(pending()).isEmpty();
        clock.advance(Duration.ofHours(23));
        scheduler.turn();
        assertThat(pending()).hasSize(1);
    }

    @Test
    void firesOnceWhenTheAnswerWasLost() throws Exception {
        try (TestingFaultProxy proxy = new TestingFaultProxy(STORE.server().port());
                Redis redis = TestingRedisClients.connect(proxy.uri())) {
            Scheduler far = new Scheduler(redis, clock);
            far.register(every30s());
            far.turn();
            clock.advance(Duration.ofSeconds(30));
            proxy.line(TestingFaultProxy.Line.NO_REPLIES);
            assertThatThrownBy(far::turn).isInstanceOf(RedisFailure.class);
            proxy.line(TestingFaultProxy.Line.GOOD);
            proxy.reset();
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
                far.turn();
                return true;
            });
            assertThat(pending()).hasSize(1);
        }
    }

    @Test
    void anEntryThatCannotBeStoredDoesNotStopTheOthers() {
        STORE.oracle().raw("SET", "asynq:{broken}:pending", "not a list");
        scheduler.register(
                PeriodicTask.of("@every 30s", NewTask.of("a").queue("broken").build()));
        scheduler.register(every30s());
        clock.advance(Duration.ofSeconds(30));
        assertThatThrownBy(scheduler::turn).isInstanceOf(RedisFailure.class);
        assertThat(pending()).hasSize(1);
    }

    @Test
    void honoursGroupUniqueAndALaterTime() {
        scheduler.register(
                PeriodicTask.of("@every 30s", NewTask.of("g").group("grp").build()));
        scheduler.register(PeriodicTask.of(
                "@every 30s", NewTask.of("u").unique(Duration.ofMinutes(5)).build()));
        scheduler.register(PeriodicTask.of(
                "@every 30s", NewTask.of("s").processAt(T0.plusSeconds(100)).build()));
        clock.advance(Duration.ofSeconds(30));
        scheduler.turn();
        clock.advance(Duration.ofSeconds(30));
        scheduler.turn();
        assertThat(STORE.oracle().number("ZCARD", Q + "g:grp")).isEqualTo(2);
        assertThat(STORE.oracle().texts("SMEMBERS", Q + "groups")).containsExactly("grp");
        assertThat(pending()).as("the second is a duplicate").hasSize(1);
        assertThat(STORE.oracle().number("TTL", Q + "unique:u:")).isBetween(290L, 300L);
        assertThat(STORE.oracle().number("ZCARD", Q + "scheduled")).isEqualTo(2);
    }

    @Test
    void skipsATickWhileTheTaskOfItsOwnIdIsThere() {
        scheduler.register(
                PeriodicTask.of("@every 30s", NewTask.of("t").id("only").build()));
        clock.advance(Duration.ofSeconds(30));
        scheduler.turn();
        clock.advance(Duration.ofSeconds(30));
        scheduler.turn();
        assertThat(pending()).containsExactly("only");
        STORE.oracle().raw("DEL", Q + "t:only", Q + "pending");
        clock.advance(Duration.ofSeconds(30));
        scheduler.turn();
        assertThat(pending()).containsExactly("only");
    }

    @Test
    void firesByItselfWhenStarted() {
        try (Scheduler running = new Scheduler(STORE.redis(), Clock.systemUTC());
                Scheduler second = new Scheduler(STORE.redis(), Clock.systemUTC())) {
            running.start();
            second.start();
            PeriodicTask everySecond =
                    PeriodicTask.of("@every 1s", NewTask.of("t").build());
            running.register(everySecond);
            second.register(everySecond);
            await().atMost(Duration.ofSeconds(10)).until(() -> pending().size() >= 3);
            assertThat(STORE.oracle().number("ZCARD", "asynq:schedulers")).isEqualTo(2);
        }
        assertThat(pending()).doesNotHaveDuplicates();
        assertThat(STORE.oracle().number("EXISTS", "asynq:schedulers")).isZero();
    }

    @Test
    void followsItsSourceAndKeepsWhatItHasWhenTheSourceFails() throws Exception {
        PeriodicTask a = PeriodicTask.of("@hourly", NewTask.of("a").build());
        PeriodicTask b = PeriodicTask.of("@hourly", NewTask.of("b").build());
        String own = scheduler.register(every30s());
        List<PeriodicTask> source = new ArrayList<>(List.of(a, b));
        try (PeriodicTasks tasks = new PeriodicTasks(
                scheduler,
                () -> {
                    if (source.isEmpty()) {
                        throw new IllegalStateException("source is away");
                    }
                    return source;
                },
                PeriodicTasks.INTERVAL)) {
            tasks.start();
            assertThat(scheduler.entryIds()).containsExactly(own, a.id(), b.id());
            source.remove(a);
            tasks.sync();
            assertThat(scheduler.entryIds()).containsExactly(own, b.id());
            source.clear();
            assertThatThrownBy(tasks::sync).hasMessage("source is away");
            assertThat(scheduler.entryIds()).containsExactly(own, b.id());
        }
    }
}
