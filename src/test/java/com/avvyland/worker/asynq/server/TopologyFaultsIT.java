// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.server.TestingWorkload.Cost;
import com.avvyland.worker.asynq.testing.TestingCluster;
import com.avvyland.worker.asynq.testing.TestingRedisNode;
import com.avvyland.worker.asynq.testing.TestingResp;
import com.avvyland.worker.asynq.testing.TestingSentinel;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Ends one of several servers under load. */
class TopologyFaultsIT {

    private static final Duration BACK = Duration.ofSeconds(10);
    private static final Duration NOTICED = Duration.ofSeconds(60);

    /** Redis replicates after it has answered: only what the replica is known to have may not be lost. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aReplicaTakesTheMastersPlace() throws Exception {
        try (TestingSentinel sentinel = new TestingSentinel();
                TestingWorkload load = new TestingWorkload("failover", sentinel.uri(2), sentinel.uri(2))) {
            Set<String> replicated = load.stored();
            try (TestingResp master = sentinel.master().resp()) {
                master.raw("SET", "barrier", "1");
                assertThat(master.number("WAIT", 1, 10_000)).isEqualTo(1);
            }
            load.broken();
            sentinel.master().kill();
            await().atMost(NOTICED).until(sentinel::failedOver);
            load.cured();
            Set<String> mayBeLost = new HashSet<>(load.stored());
            mayBeLost.removeAll(replicated);
            try (TestingResp oracle = sentinel.replica().resp()) {
                oracle.raw("SELECT", 2);
                Cost cost = load.finish(oracle, mayBeLost);
                assertThat(cost.back()).as("from the new master to fresh work").isLessThan(BACK);
                cost.assertQuiet();
            }
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aClustersNodeIsAwayAndComesBack() throws Exception {
        try (TestingCluster cluster = new TestingCluster();
                TestingWorkload load = new TestingWorkload("cluster node", cluster.uri(), cluster.uriOfAll())) {
            TestingRedisNode owner = cluster.owner("load");
            load.broken();
            owner.kill();
            load.hold(Duration.ofSeconds(8));
            owner.restart();
            await().atMost(NOTICED).until(cluster::agrees);
            load.cured();
            try (TestingResp oracle = owner.resp()) {
                Cost cost = load.finish(oracle);
                assertThat(cost.back())
                        .as("from the whole cluster to fresh work")
                        .isLessThan(BACK);
                cost.assertQuiet();
            }
        }
    }

    /** The node that the location names is not the one that has the queue. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anotherNodeOfTheClusterIsAwayAndNothingIsNoticed() throws Exception {
        try (TestingCluster cluster = new TestingCluster();
                TestingWorkload load = new TestingWorkload("other node", cluster.uriOfAll(), cluster.uriOfAll())) {
            TestingRedisNode owner = cluster.owner("load");
            TestingRedisNode registry = cluster.ownerOfKey("asynq:servers");
            TestingRedisNode other = cluster.nodes().stream()
                    .filter(each -> each != owner && each != registry)
                    .findFirst()
                    .orElseThrow();
            load.broken();
            other.kill();
            load.cured();
            try (TestingResp oracle = owner.resp()) {
                Cost cost = load.finish(oracle);
                assertThat(cost.back()).isLessThan(BACK);
                assertThat(cost.again()).isEmpty();
                cost.assertQuiet();
            }
        }
    }

    /** While a slot moves, scripts are refused that name keys of both nodes, and one that has begun meets keys that are gone. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theSlotOfTheQueueMovesToAnotherNode() throws Exception {
        try (TestingCluster cluster = new TestingCluster();
                TestingWorkload load = new TestingWorkload("resharding", cluster.uri(), cluster.uriOfAll())) {
            TestingRedisNode to = cluster.another("load");
            load.storeForLater(60, Duration.ofSeconds(2));
            load.broken();
            cluster.move("load", to).finish(() -> load.hold(Duration.ofMillis(200)));
            load.cured();
            try (TestingResp oracle = to.resp()) {
                Cost cost = load.finish(oracle);
                assertThat(cost.back())
                        .as("from the slot's new place to fresh work")
                        .isLessThan(BACK);
                cost.assertQuiet();
            }
        }
    }
}
