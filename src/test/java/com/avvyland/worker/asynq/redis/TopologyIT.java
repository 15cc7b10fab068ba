// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.avvyland.worker.asynq.testing.TestingCluster;
import com.avvyland.worker.asynq.testing.TestingRedisNode;
import com.avvyland.worker.asynq.testing.TestingResp;
import com.avvyland.worker.asynq.testing.TestingSentinel;
import com.avvyland.worker.asynq.testing.TestingWalk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Does the whole walk through every form of a location. */
class TopologyIT {

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aNumberedDatabase() throws Exception {
        try (TestingRedisNode node = TestingRedisNode.start();
                TestingResp oracle = node.resp()) {
            oracle.raw("SELECT", 5);
            TestingWalk.walk(node.uri() + "/5", oracle);
            oracle.raw("SELECT", 0);
            assertThat(oracle.number("DBSIZE")).as("keys in database 0").isZero();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anIpv6Address() throws Exception {
        assumeTrue(hasIpv6(), "ipv6: no loopback ::1 (expected: one, for this test)");
        try (TestingRedisNode node = TestingRedisNode.start("bind 127.0.0.1 ::1");
                TestingResp oracle = node.resp()) {
            TestingWalk.walk("redis://[::1]:" + node.port(), oracle);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aPasswordWithEverySpecialCharacter() throws Exception {
        String password = "p@ss:w/o?r#d%&+ ü";
        try (TestingRedisNode node = TestingRedisNode.start("requirepass \"" + password + "\"");
                TestingResp oracle = node.resp()) {
            oracle.raw("AUTH", password);
            TestingWalk.walk(
                    "redis://:p%40ss%3Aw%2Fo%3Fr%23d%25%26%2B%20%C3%BC@127.0.0.1:" + node.port() + "/1",
                    select(oracle, 1));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aUnixSocketWithAPasswordAndANumberedDatabase() throws Exception {
        try (TestingRedisNode node =
                        TestingRedisNode.start("unixsocket redis.sock", "unixsocketperm 700", "requirepass p@ss");
                TestingResp oracle = node.resp()) {
            oracle.raw("AUTH", "p@ss");
            oracle.raw("CONFIG", "RESETSTAT");
            String path = node.directory().resolve("redis.sock").toString();
            TestingWalk.walk("redis-socket://" + path + "?db=4&password=p%40ss", select(oracle, 4));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void sentinelsWithANumberedDatabase() throws Exception {
        try (TestingSentinel sentinel = new TestingSentinel();
                TestingResp oracle = sentinel.master().resp()) {
            TestingWalk.walk(sentinel.uri(3), select(oracle, 3));
            oracle.raw("SELECT", 0);
            assertThat(oracle.number("DBSIZE")).as("keys in database 0").isZero();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aClusterFoundThroughOneNode() throws Exception {
        try (TestingCluster cluster = new TestingCluster();
                TestingResp oracle = cluster.owner("walk").resp()) {
            TestingWalk.walk(cluster.uri(), oracle);
        }
    }

    private static TestingResp select(TestingResp oracle, int database) {
        oracle.raw("SELECT", database);
        return oracle;
    }

    private static boolean hasIpv6() {
        try (ServerSocket _ = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
