// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.server.TestingWorkload.Cost;
import com.avvyland.worker.asynq.testing.TestingFaultProxy;
import com.avvyland.worker.asynq.testing.TestingFaultProxy.Line;
import com.avvyland.worker.asynq.testing.TestingRedisNode;
import com.avvyland.worker.asynq.testing.TestingResp;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Breaks Redis, or the line to it, under load: nothing is lost, work goes on soon after the cure, the log stays short.
 *
 * <p>Each has a server of its own and spends its time waiting, so they run side by side.
 */
class FaultTableIT {

    /** Promised are 5 s; doubled, for a dozen of these share the machine's processors. */
    private static final Duration BACK = Duration.ofSeconds(10);

    private static final String[] DURABLE = {"appendonly yes", "appendfsync always"};

    private static Cost check(TestingWorkload load, TestingRedisNode node) {
        try (TestingResp oracle = node.resp()) {
            Cost cost = load.finish(oracle);
            assertThat(cost.back()).as("from the cure to fresh work").isLessThan(BACK);
            cost.assertQuiet();
            await().atMost(BACK)
                    .untilAsserted(() -> assertThat(oracle.number("PUBLISH", "asynq:cancel", "nobody"))
                            .as("who hears cancels")
                            .isEqualTo(1));
            return cost;
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void connectionsAreResetAgainAndAgain() throws Exception {
        try (TestingRedisNode node = TestingRedisNode.start();
                TestingFaultProxy proxy = new TestingFaultProxy(node.port());
                TestingWorkload load = new TestingWorkload("reset", proxy.uri(), node.uri())) {
            load.broken();
            for (int i = 0; i < 10; i++) {
                proxy.reset();
                load.hold(Duration.ofMillis(300));
            }
            proxy.reset();
            load.cured();
            assertThat(check(load, node).again()).as("no lease ran out").isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theLineIsABlackHoleForTwentySeconds() throws Exception {
        try (TestingRedisNode node = TestingRedisNode.start();
                TestingFaultProxy proxy = new TestingFaultProxy(node.port());
                TestingWorkload load = new TestingWorkload("black hole", proxy.uri(), node.uri())) {
            load.broken();
            proxy.line(Line.BLACK_HOLE);
            load.hold(Duration.ofSeconds(20));
            proxy.line(Line.GOOD);
            load.cured();
            assertThat(check(load, node).again())
                    .as("more than the slots whose lease ran out")
                    .hasSizeLessThanOrEqualTo(4);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void repliesAreLostForTenSeconds() throws Exception {
        try (TestingRedisNode node = TestingRedisNode.start();
                TestingFaultProxy proxy = new TestingFaultProxy(node.port());
                TestingWorkload load = new TestingWorkload("lost replies", proxy.uri(), node.uri())) {
            load.broken();
            proxy.line(Line.NO_REPLIES);
            load.hold(Duration.ofSeconds(10));
            proxy.line(Line.GOOD);
            proxy.reset();
            load.cured();
            check(load, node);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void connectionsAreRefusedForTenSeconds() throws Exception {
        try (TestingRedisNode node = TestingRedisNode.start();
                TestingFaultProxy proxy = new TestingFaultProxy(node.port());
                TestingWorkload load = new TestingWorkload("refused", proxy.uri(), node.uri())) {
            load.broken();
            proxy.line(Line.REFUSING);
            proxy.reset();
            load.hold(Duration.ofSeconds(10));
            proxy.line(Line.GOOD);
            load.cured();
            check(load, node);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void redisHangsForFortyFiveSeconds() throws Exception {
        try (TestingRedisNode node = TestingRedisNode.start();
                TestingWorkload load = new TestingWorkload("hang", node.uri(), node.uri())) {
            load.broken();
            node.freeze();
            load.hold(Duration.ofSeconds(45));
            node.thaw();
            load.cured();
            check(load, node);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void redisIsStoppedForFortyFiveSecondsAndComesBackWithItsData() throws Exception {
        try (TestingRedisNode node = TestingRedisNode.start(DURABLE);
                TestingWorkload load = new TestingWorkload("stop", node.uri(), node.uri())) {
            load.broken();
            node.stop();
            load.hold(Duration.ofSeconds(45));
            node.restart();
            load.cured();
            check(load, node);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void redisCrashesAndIsBackAtOnce() throws Exception {
        try (TestingRedisNode node = TestingRedisNode.start(DURABLE);
                TestingWorkload load = new TestingWorkload("crash", node.uri(), node.uri())) {
            load.broken();
            node.kill();
            node.restart();
            load.cured();
            check(load, node);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void redisLoadsItsDataForSeconds() throws Exception {
        try (TestingRedisNode node = TestingRedisNode.start(DURABLE)) {
            node.ask("EVAL", "for i = 1, 40000 do redis.call('SET', 'other:' .. i, i) end return 1", 0);
            try (TestingWorkload load = new TestingWorkload("loading", node.uri(), node.uri())) {
                load.broken();
                node.stop();
                node.restartLoading("--key-load-delay", "100");
                await().atMost(Duration.ofSeconds(20)).until(() -> says(node, "LOADING"));
                await().atMost(Duration.ofSeconds(60)).until(() -> !says(node, "LOADING"));
                load.cured();
                check(load, node);
            }
        }
    }

    private static boolean says(TestingRedisNode node, String error) {
        try {
            return !node.ask("GET", "x").equals("null");
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage()).startsWith(error);
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void redisPausesItsClientsForThirtyFiveSeconds() throws Exception {
        try (TestingRedisNode node = TestingRedisNode.start();
                TestingWorkload load = new TestingWorkload("pause", node.uri(), node.uri())) {
            load.broken();
            node.ask("CLIENT", "PAUSE", 35_000, "ALL");
            load.hold(Duration.ofSeconds(35));
            load.cured();
            check(load, node);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void redisHasNoMemoryLeft() throws Exception {
        switched("out of memory", "CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void redisIsAReplicaForAWhile() throws Exception {
        switched("read-only", "REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE");
    }

    private static void switched(String name, String fault, String cure) throws Exception {
        try (TestingRedisNode node = TestingRedisNode.start();
                TestingWorkload load = new TestingWorkload(name, node.uri(), node.uri())) {
            load.broken();
            node.ask((Object[]) fault.split(" "));
            load.hold(Duration.ofSeconds(10));
            node.ask((Object[]) cure.split(" "));
            load.cured();
            check(load, node);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void redisForgetsItsScriptsAgainAndAgain() throws Exception {
        try (TestingRedisNode node = TestingRedisNode.start();
                TestingWorkload load = new TestingWorkload("no script", node.uri(), node.uri())) {
            load.broken();
            for (int i = 0; i < 30; i++) {
                node.ask("SCRIPT", "FLUSH");
                load.hold(Duration.ofMillis(100));
            }
            load.cured();
            Cost cost = check(load, node);
            assertThat(cost.log()).isEmpty();
            assertThat(cost.again()).isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void thePasswordIsChangedAndConnectionsAreCut() throws Exception {
        try (TestingRedisNode node = TestingRedisNode.start("requirepass admin");
                TestingResp admin = node.resp()) {
            admin.raw("AUTH", "admin");
            admin.raw("ACL", "SETUSER", "worker", "on", ">old-word", "~*", "&*", "+@all");
            String uri = "redis://worker:old-word@127.0.0.1:" + node.port();
            try (TestingWorkload load = new TestingWorkload("wrong password", uri, uri)) {
                load.broken();
                admin.raw("ACL", "SETUSER", "worker", "resetpass", ">new-word");
                admin.raw("CLIENT", "KILL", "USER", "worker");
                load.hold(Duration.ofSeconds(10));
                admin.raw("ACL", "SETUSER", "worker", ">old-word");
                load.cured();
                Cost cost = load.finish(admin);
                assertThat(cost.back()).isLessThan(BACK);
                cost.assertQuiet();
                assertThat(String.join("\n", cost.log())).contains("WRONGPASS").doesNotContain("old-word");
            }
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aPasswordIsSetWhereThereWasNone() throws Exception {
        try (TestingRedisNode node = TestingRedisNode.start();
                TestingResp admin = node.resp();
                TestingWorkload load = new TestingWorkload("no password", node.uri(), node.uri())) {
            load.broken();
            admin.raw("CONFIG", "SET", "requirepass", "admin");
            admin.raw("AUTH", "admin");
            admin.raw("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            load.hold(Duration.ofSeconds(10));
            admin.raw("CONFIG", "SET", "requirepass", "");
            load.cured();
            Cost cost = check(load, node);
            assertThat(String.join("\n", cost.log())).contains("NOAUTH");
        }
    }
}
