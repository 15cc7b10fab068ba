// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.broker.WorkerBroker;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.testing.TestingFaultProxy;
import com.avvyland.worker.asynq.testing.TestingFaultProxy.Line;
import com.avvyland.worker.asynq.testing.TestingRedisClients;
import com.avvyland.worker.asynq.testing.TestingStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Breaks the line to Redis where no load is needed to see what becomes of one call. */
class FaultsIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    /** Five seconds, and the reply timeout of a call that was under way, and a machine that is busy with other tests. */
    private static final Duration CURED = Duration.ofSeconds(10);

    private static final Duration RECOVERED = Duration.ofSeconds(20);

    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final AsynqClient client = new AsynqClient(STORE.redis(), Clock.systemUTC());
    private final Set<String> ran = ConcurrentHashMap.newKeySet();
    private TestingFaultProxy proxy;
    private Redis redis;
    private Server server;
    private volatile IntConsumer whenRun = _ -> {};
    private int next;

    @BeforeEach
    void start() throws Exception {
        proxy = new TestingFaultProxy(STORE.server().port());
        redis = TestingRedisClients.connect(proxy.uri());
        Intervals quick = new Intervals(
                Duration.ofMillis(200),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofMillis(500),
                Duration.ZERO,
                Duration.ofSeconds(1),
                Duration.ofSeconds(6),
                Duration.ofSeconds(1));
        FailurePolicy policy = new FailurePolicy((_, _, _) -> Duration.ZERO, _ -> true);
        ServerOptions options = new ServerOptions(Map.of("default", 1), false, 4, true, quick, policy);
        server = new Server(
                redis,
                options,
                delivery -> {
                    ran.add(delivery.task().getId());
                    whenRun.accept(ran.size());
                    delivery.succeed();
                },
                handlers,
                Clock.systemUTC());
        server.start();
        enqueue(20);
        await().atMost(CURED).until(() -> ran.size() == 20);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        redis.close();
        proxy.close();
        handlers.close();
    }

    private void enqueue(int count) {
        for (int i = 0; i < count; i++) {
            client.enqueue(NewTask.of("t").id("t" + next++).build());
        }
    }

    /** One fresh task runs soon after the cure, and then every task that the fault had hold of. */
    private void awaitWork() {
        client.enqueue(NewTask.of("t").id("fresh").build());
        await().atMost(CURED).until(() -> ran.contains("fresh"));
        await().atMost(RECOVERED).until(() -> ran.size() == next + 1);
        await().atMost(RECOVERED)
                .until(() -> STORE.oracle()
                                .number(
                                        "EXISTS",
                                        "asynq:{default}:active",
                                        "asynq:{default}:lease",
                                        "asynq:{default}:retry",
                                        "asynq:{default}:pending")
                        == 0);
    }

    @Test
    void lostRepliesOfTasksAlreadyLeased() {
        // In the middle of the work, when the connection is trusted without a ping.
        whenRun = count -> {
            if (count == 100) {
                proxy.line(Line.NO_REPLIES);
            }
        };
        STORE.oracle().raw("SET", "asynq:{default}:paused", "1");
        enqueue(200);
        STORE.oracle().raw("DEL", "asynq:{default}:paused");
        await().atMost(RECOVERED).until(() -> ran.size() >= 100);
        await().atMost(RECOVERED).until(() -> STORE.oracle().number("EXISTS", "asynq:{default}:active") == 1);
        proxy.line(Line.GOOD);
        proxy.reset();
        awaitWork();
    }

    @Test
    void cancelsAfterTheSubscriptionWasLost() {
        await().atMost(CURED).until(() -> STORE.oracle().number("PUBLISH", "asynq:cancel", "x") == 1);
        proxy.reset();
        await().atMost(RECOVERED).until(() -> STORE.oracle().number("PUBLISH", "asynq:cancel", "x") == 1);
    }

    @Test
    void dequeueWhoseReplyIsLostIsNotSentAgain() {
        server.close();
        enqueue(5);
        proxy.line(Line.NO_REPLIES);
        WorkerBroker broker = new WorkerBroker(redis, Clock.systemUTC(), Duration.ofSeconds(30));
        assertThatThrownBy(() -> broker.dequeue("default", 1)).hasMessageContaining("redis dequeue.lua");
        await().during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(6))
                .until(() -> STORE.oracle().number("LLEN", "asynq:{default}:active") == 1);
        assertThat(STORE.oracle().number("LLEN", "asynq:{default}:pending")).isEqualTo(4);
    }
}
