// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.states;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.testing.TestingGoPeer;
import com.avvyland.worker.asynq.testing.TestingStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Puts the same questions to asynq's inspector, which its command line prints, and to ours, on one Redis. */
class GoInspectorIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final Duration SOON = Duration.ofSeconds(20);

    private TestingPeer go;
    private TestingPeer ours;

    @BeforeEach
    void start() throws Exception {
        go = new TestingGoSteps(TestingGoPeer.on(STORE.server().port()));
        ours = new TestingOurSteps(STORE.redis());
    }

    @AfterEach
    void stop() throws Exception {
        if (ours != null) {
            go.close();
            ours.close();
        }
    }

    private void bothAnswerAlike(String... questions) throws Exception {
        for (String question : questions) {
            String answer = go.step(question);
            assertThat(answer).as(question).doesNotStartWith("error").isNotEmpty();
            assertThat(ours.step(question)).as(question).isEqualTo(answer);
        }
    }

    @Test
    void bothSeeTheSameTasksInEveryState() throws Exception {
        for (int i = 0; i < 70; i++) {
            ours.step("enqueue waits-%02d payload=%s".formatted(i, "x".repeat(10 * i)));
        }
        for (String step : List.of(
                "enqueue later in=1h unique=1h header=00-trace",
                "enqueue grouped group=g",
                "enqueue other group=h",
                "enqueue archived",
                "archive archived")) {
            ours.step(step);
        }
        bothAnswerAlike(
                "list pending",
                "list pending 2 30",
                "list pending 3 30",
                "list pending 2 7",
                "list scheduled",
                "list archived",
                "list g:g",
                "task later",
                "task waits-03",
                "groups",
                "queues",
                "info",
                "history 90");
    }

    @Test
    void bothEstimateTheSameMemory() throws Exception {
        for (int i = 0; i < 70; i++) {
            ours.step("enqueue waits-%d payload=%s".formatted(i, "x".repeat(100 * i)));
            ours.step("enqueue grouped-%d group=g%d".formatted(i, i % 3));
            ours.step("enqueue later-%d in=1h".formatted(i));
        }
        bothAnswerAlike("memory");
        ours.step("archive waits-3");
        bothAnswerAlike("memory");
    }

    @Test
    void bothSeeTheServersOfBothAndWhatTheyRun() throws Exception {
        ours.step("enqueue a type=hold timeout=30m");
        ours.step("enqueue b type=hold payload=b");
        ours.step("start");
        ours.step("await a");
        ours.step("await b");
        go.step("enqueue c type=hold deadline=1h");
        go.step("start");
        go.step("await c");
        await().atMost(SOON).until(() -> go.step("servers").split("started=", -1).length == 1 + 2 + 3);
        String answer = go.step("servers");
        assertThat(ours.step("servers"))
                .isEqualTo(answer)
                .contains("a hold default \"payload of a\"", "c hold default");
        bothAnswerAlike("list active", "info");
        ours.step("pause");
        STORE.oracle().raw("ZADD", "asynq:{default}:lease", TestingDump.now() - 1, "b");
        assertThat(go.step("list active").split("orphaned=true", -1)).hasSize(2);
        bothAnswerAlike("list active", "info");
        for (TestingPeer peer : List.of(go, ours)) {
            peer.step("release");
            peer.step("ended 1");
            peer.step("stop");
        }
        assertThat(ours.step("servers")).isEqualTo(go.step("servers")).isEmpty();
        bothAnswerAlike("history 2");
    }

    @Test
    void bothSeeTheEntriesOfBothSchedulersAndTheirHistory() throws Exception {
        ours.step("pause");
        ours.step("schedule @every_1s report ours");
        go.step("schedule 0_0_1_1_* yearly theirs");
        await().atMost(SOON).until(() -> go.step("entries").contains("yearly"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(ours.step("entries"))
                        .isEqualTo(go.step("entries"))
                        .contains("@every 1s report", "0 0 1 1 * yearly"));
        assertThat(ours.step("events")).startsWith("ours @");
    }

    @Test
    void bothFindAnActiveTaskWithTheDeadlineThatItsServerShows() throws Exception {
        ours.step("enqueue a type=hold timeout=30m");
        ours.step("start");
        ours.step("await a");
        await().atMost(SOON).until(() -> go.step("servers").contains("a hold"));
        // asynqmon joins by task and queue; so does running().
        assertThat(ours.step("running")).isNotEmpty().isEqualTo(go.step("running"));
    }

    @Test
    void goLeavesTheCountOfCrashesAloneAndDeletesItWithTheTask() throws Exception {
        ours.step("enqueue again type=fail");
        ours.step("enqueue gone type=ok");
        for (String id : List.of("again", "gone")) {
            STORE.oracle().raw("HSET", "asynq:{default}:t:" + id, "crashes", "2");
        }
        go.step("start");
        go.step("ended 2");
        go.step("stop");
        assertThat(STORE.oracle().map("HGETALL", "asynq:{default}:t:again"))
                .containsEntry("state", "retry")
                .containsEntry("crashes", "2");
        assertThat(go.step("run again")).isEqualTo("ok");
        assertThat(STORE.oracle().map("HGETALL", "asynq:{default}:t:again"))
                .containsEntry("state", "pending")
                .containsEntry("crashes", "2");
        assertThat(STORE.oracle().number("EXISTS", "asynq:{default}:t:gone")).isZero();
    }

    @Test
    void hostileEntriesAreLeftOutByBoth() throws Exception {
        var redis = STORE.oracle();
        long soon = TestingDump.now() + 60;
        for (String set : List.of("asynq:servers", "asynq:workers", "asynq:schedulers")) {
            redis.raw("ZADD", set, soon, "no such key");
            redis.raw("ZADD", set, soon, "text");
            redis.raw("ZADD", set, soon, "set");
            redis.raw("ZADD", set, TestingDump.now() - 60, "stale");
        }
        redis.raw("SET", "text", new byte[] {(byte) 0xff, 1, 2});
        redis.raw("SADD", "set", "member".getBytes(UTF_8));
        for (String question : List.of("servers", "entries")) {
            assertThat(ours.step(question)).as(question).isEmpty();
        }
        assertThat(redis.number("ZCARD", "asynq:servers"))
                .as("the stale one is removed")
                .isEqualTo(3);
        assertThat(redis.number("ZCARD", "asynq:schedulers")).isEqualTo(3);
        assertThat(go.step("servers")).isEmpty();
    }
}
