// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.testing.TestingRedisBinary;
import com.avvyland.worker.asynq.testing.TestingRedisNode;
import com.avvyland.worker.asynq.testing.TestingResp;
import com.avvyland.worker.asynq.testing.TestingWalk;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Redis 6.2, the machine's, and those that {@code -Dtesting.redis.servers=path:path} names. */
class RedisVersionsIT {

    static List<TestingRedisBinary> servers() {
        return TestingRedisBinary.all();
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("servers")
    void doesEverythingOn(TestingRedisBinary binary) throws Exception {
        try (TestingRedisNode node = TestingRedisNode.start(binary);
                TestingResp oracle = node.resp()) {
            assertThat(oracle.text("INFO", "server")).contains("_version:");
            TestingWalk.walk(node.uri(), oracle);
        }
    }
}
