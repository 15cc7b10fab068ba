// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.broker.WorkerBroker.Fate;
import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.TaskState;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisFailure;
import com.avvyland.worker.asynq.testing.TestingClock;
import com.avvyland.worker.asynq.testing.TestingCluster;
import com.avvyland.worker.asynq.testing.TestingRedisClients;
import com.avvyland.worker.asynq.testing.TestingResp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Moves tasks whose hash a cluster has carried to another node already, while lists and sets are still here: the script begins, and is
 * refused at the hash.
 */
class ReshardingIT {

    private static final String Q = "asynq:{q}:";

    private final TestingClock clock = new TestingClock(Instant.now());
    private final TestingCluster cluster = new TestingCluster();
    private final Redis redis = TestingRedisClients.connect(cluster.uri());
    private final AsynqClient client = new AsynqClient(redis, clock);
    private final WorkerBroker worker = new WorkerBroker(redis, clock, Duration.ofSeconds(30));

    /** What else is in the queue, so that no key of a script is absent: then Redis would refuse it before it begins. */
    @BeforeEach
    void fill() {
        client.enqueue(NewTask.of("t").id("grouped").queue("q").group("g").build());
        client.enqueue(NewTask.of("t").id("waits").queue("q").build());
    }

    @AfterEach
    void close() {
        redis.close();
        cluster.close();
    }

    @Test
    void aScheduledTaskIsForwardedWhenAllOfItIsThere() {
        client.enqueue(NewTask.of("t")
                .id("due")
                .queue("q")
                .processAt(clock.instant().plusSeconds(10))
                .build());
        clock.advance(Duration.ofSeconds(20));
        UpkeepBroker upkeep = new UpkeepBroker(redis, clock);
        TestingCluster.Move move = cluster.move("q", cluster.another("q"));
        move.carry(List.of(Q + "t:due"));

        assertThatExceptionOfType(RedisFailure.class).isThrownBy(() -> upkeep.forward("q"));

        move.finish(() -> {});
        assertThat(upkeep.forward("q")).isEqualTo(1);
        assertThat(texts("LRANGE", Q + "pending", 0, -1)).containsExactly("due", "waits");
    }

    @Test
    void aTaskThatIsDoneIsDeletedWhenAllOfItIsThere() {
        client.enqueue(NewTask.of("t").id("first").queue("q").build());
        client.enqueue(NewTask.of("t").id("runs").queue("q").build());
        client.enqueue(NewTask.of("t").id("runs on").queue("q").build());
        assertThat(worker.dequeue("q", 4).tasks()).hasSize(4);
        assertThat(worker.settle(List.of(done("first")))).containsExactly(Fate.HELD);
        TestingCluster.Move move = cluster.move("q", cluster.another("q"));
        move.carry(List.of(Q + "t:runs"));

        assertThat(worker.settle(List.of(done("waits"), done("runs")))).containsExactly(Fate.HELD, Fate.UNKNOWN);

        move.finish(() -> {});
        assertThat(worker.settle(List.of(done("runs")))).containsExactly(Fate.HELD);
        try (TestingResp oracle = cluster.another("q").resp()) {
            assertThat(oracle.number("EXISTS", Q + "t:runs")).isZero();
            assertThat(oracle.texts("LRANGE", Q + "active", 0, -1)).containsExactly("runs on");
            assertThat(oracle.number("GET", Q + "processed")).isEqualTo(3);
        }
    }

    @Test
    void aTaskWhoseWorkerDiedIsGivenBackWhenAllOfItIsThere() {
        assertThat(worker.dequeue("q", 1).tasks()).hasSize(1);
        client.enqueue(NewTask.of("t").id("next").queue("q").build());
        try (TestingResp oracle = cluster.owner("q").resp()) {
            oracle.raw("ZADD", Q + "lease", "1", "waits");
        }
        UpkeepBroker upkeep = new UpkeepBroker(redis, clock);
        TestingCluster.Move move = cluster.move("q", cluster.another("q"));
        move.carry(List.of(Q + "t:waits"));

        assertThatExceptionOfType(RedisFailure.class).isThrownBy(() -> upkeep.recover("q", Duration.ZERO, 3));

        move.finish(() -> {});
        assertThat(upkeep.recover("q", Duration.ZERO, 3).requeued()).isEqualTo(1);
        assertThat(texts("LRANGE", Q + "pending", 0, -1)).containsExactly("next", "waits");
    }

    @Test
    void aTaskIsRunByHandWhenAllOfItIsThere() {
        client.enqueue(NewTask.of("t")
                .id("old")
                .queue("q")
                .processAt(clock.instant().plusSeconds(3600))
                .build());
        client.enqueue(NewTask.of("t")
                .id("later")
                .queue("q")
                .processAt(clock.instant().plusSeconds(7200))
                .build());
        var inspector = new Inspector(redis, clock);
        inspector.moves().archive("q", "old");
        TestingCluster.Move move = cluster.move("q", cluster.another("q"));
        move.carry(List.of(Q + "t:later"));

        assertThatExceptionOfType(RedisFailure.class)
                .isThrownBy(() -> inspector.moves().runAll("q", TaskState.SCHEDULED));

        move.finish(() -> {});
        assertThat(inspector.moves().runAll("q", TaskState.SCHEDULED)).isEqualTo(1);
        assertThat(texts("LRANGE", Q + "pending", 0, -1)).containsExactly("later", "waits");
    }

    private static Settlement done(String id) {
        return new Settlement.Done(
                TaskMessage.newBuilder().setType("t").setId(id).setQueue("q").build());
    }

    private List<String> texts(Object... command) {
        try (TestingResp oracle = cluster.another("q").resp()) {
            return oracle.texts(command);
        }
    }
}
