// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.proto.ServerInfo;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.testing.TestingLog;
import com.avvyland.worker.asynq.testing.TestingRedisClients;
import com.avvyland.worker.asynq.testing.TestingStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lets a server do without the wake-up by Redis. */
class PollingIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final Duration SOON = Duration.ofSeconds(10);

    private final AsynqClient client = new AsynqClient(STORE.redis(), Clock.systemUTC());
    private final Set<String> ran = ConcurrentHashMap.newKeySet();

    private Server start(Redis redis, boolean push, ExecutorService threads) {
        Intervals asynq = Intervals.asynq();
        Intervals quick = new Intervals(
                Duration.ofMillis(200),
                asynq.forward(),
                Duration.ofSeconds(1),
                asynq.recover(),
                asynq.recoverGrace(),
                asynq.janitor(),
                asynq.lease(),
                asynq.stopGrace());
        Server server = new Server(
                redis,
                new ServerOptions(Map.of("default", 1), false, 2, push, quick, FailurePolicy.asynq()),
                delivery -> {
                    ran.add(delivery.task().getId());
                    delivery.succeed();
                },
                threads,
                Clock.systemUTC());
        server.start();
        return server;
    }

    private void enqueueOneAfterAnother() {
        for (int i = 0; i < 5; i++) {
            String id = "t" + i;
            client.enqueue(NewTask.of("t").id(id).build());
            await().atMost(SOON).until(() -> ran.contains(id));
        }
    }

    @Test
    void looksByItselfWhenToldNotToBeWoken() {
        STORE.oracle().raw("CONFIG", "RESETSTAT");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Server _ = start(STORE.redis(), false, threads)) {
            enqueueOneAfterAnother();
        }
        assertThat(STORE.oracle().text("INFO", "commandstats")).doesNotContain("cmdstat_blmove");
    }

    /** As Redis before 6.2 does, and a user without the command: refused without a line that broke. */
    @Test
    void looksByItselfWhereRedisRefusesToWakeIt() {
        STORE.oracle().raw("ACL", "SETUSER", "old", "on", ">old", "~*", "&*", "+@all", "-blmove");
        String uri = "redis://old:old@127.0.0.1:" + STORE.server().port();
        try (TestingLog log = new TestingLog();
                Redis redis = TestingRedisClients.connect(uri);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Server _ = start(redis, true, threads)) {
            long began = System.nanoTime();
            enqueueOneAfterAnother();
            await().pollDelay(Duration.ofSeconds(4)).atMost(SOON).until(() -> true);
            Duration watched = Duration.ofNanos(System.nanoTime() - began);
            assertThat(log.lines())
                    .as("lines in %s", watched)
                    .isNotEmpty()
                    .allMatch(line -> line.contains("BLMOVE"))
                    .hasSizeLessThanOrEqualTo(1 + (int) (watched.toSeconds() / 3) + 1);
        } finally {
            STORE.oracle().raw("ACL", "DELUSER", "old");
        }
    }

    @Test
    void toolsSeeThatItIsStoppedAndNothingIsTaken() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Server server = start(STORE.redis(), true, threads)) {
            server.suspend();
            awaitStatus("stopped");
            client.enqueue(NewTask.of("t").id("waits").build());
            await().during(Duration.ofMillis(500)).atMost(SOON).until(ran::isEmpty);
            server.resume();
            await().atMost(SOON).until(() -> ran.contains("waits"));
            awaitStatus("active");
        }
    }

    private static void awaitStatus(String status) {
        await().atMost(SOON).ignoreExceptions().until(() -> {
            String key =
                    STORE.oracle().texts("ZRANGE", "asynq:servers", "0", "-1").getFirst();
            return ServerInfo.parseFrom(Objects.requireNonNull(STORE.oracle().bytes("GET", key)))
                    .getStatus()
                    .equals(status);
        });
    }
}
