// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs a master, a replica and three sentinels that watch them. */
public final class TestingSentinel implements AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(60);

    private final TestingRedisNode master;
    private final TestingRedisNode replica;
    private final List<TestingRedisNode> sentinels = new ArrayList<>();

    /** Start them and wait until the replica has the master's data and every sentinel knows all others. */
    public TestingSentinel() {
        master = TestingRedisNode.start("repl-diskless-sync-delay 0");
        replica = TestingRedisNode.start("repl-diskless-sync-delay 0", "replicaof 127.0.0.1 " + master.port());
        // Before: a failover to a replica that waits for its first copy loses everything.
        await().atMost(READY).until(() -> replica.ask("INFO", "replication").contains("master_link_status:up"));
        for (int i = 0; i < 3; i++) {
            sentinels.add(TestingRedisNode.startSentinel(
                    "sentinel monitor main 127.0.0.1 " + master.port() + " 2",
                    "sentinel down-after-milliseconds main 1000",
                    "sentinel failover-timeout main 6000"));
        }
        await().atMost(READY).until(() -> sentinels.stream().allMatch(TestingSentinel::knowsAll));
    }

    private static boolean knowsAll(TestingRedisNode sentinel) {
        try (TestingResp resp = sentinel.resp()) {
            var facts = resp.map("SENTINEL", "MASTER", "main");
            return "1".equals(facts.get("num-slaves")) && "2".equals(facts.get("num-other-sentinels"));
        }
    }

    /** Return the location, sentinels only. */
    public String uri(int database) {
        return "redis-sentinel://"
                + sentinels.stream().map(each -> "127.0.0.1:" + each.port()).collect(Collectors.joining(",")) + "/"
                + database + "?master=main";
    }

    /** Return the server that was master at the start. */
    public TestingRedisNode master() {
        return master;
    }

    /** Return the server that was replica at the start. */
    public TestingRedisNode replica() {
        return replica;
    }

    /** Tell whether the replica has become the master and a sentinel says so. */
    public boolean failedOver() {
        try (TestingResp resp = sentinels.getFirst().resp()) {
            return resp.texts("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "main").contains("" + replica.port())
                    && replica.ask("INFO", "replication").contains("role:master");
        }
    }

    @Override
    public void close() {
        sentinels.forEach(TestingRedisNode::close);
        replica.close();
        master.close();
    }
}
