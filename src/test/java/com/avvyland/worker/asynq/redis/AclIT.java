// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.asynq.testing.TestingCluster;
import com.avvyland.worker.asynq.testing.TestingRedisBinary;
import com.avvyland.worker.asynq.testing.TestingRedisClients;
import com.avvyland.worker.asynq.testing.TestingRedisNode;
import com.avvyland.worker.asynq.testing.TestingResp;
import com.avvyland.worker.asynq.testing.TestingWalk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The user that docs/asynq.md proposes can do everything the component does, and nothing else. */
class AclIT {

    /** The line of the manual, as the words of a command. */
    private static Object[] rule() throws IOException {
        return Files.readString(Path.of("docs", "asynq.md"))
                .replace("\\\n", " ")
                .lines()
                .filter(line -> line.startsWith("ACL SETUSER worker "))
                .findFirst()
                .orElseThrow()
                .strip()
                .split("\\s+");
    }

    /** What a walk does not come by is found in the text. */
    @Test
    void everyCommandOfTheScriptsIsAllowed() throws Exception {
        Set<String> called = new TreeSet<>();
        try (Stream<Path> scripts = Files.list(Path.of("src/main/resources/asynq"))) {
            for (Path script : scripts.toList()) {
                Pattern.compile("redis\\.p?call\\((?:\\w+ and )?'([A-Z]+)'(?: or '([A-Z]+)')?")
                        .matcher(Files.readString(script))
                        .results()
                        .flatMap(call -> Stream.of(call.group(1), call.group(2)))
                        .filter(Objects::nonNull)
                        .forEach(command -> called.add("+" + command.toLowerCase(Locale.ROOT)));
            }
        }
        assertThat(called).hasSizeGreaterThan(20);
        called.removeAll(Set.of("+memory"));
        assertThat(Arrays.asList(rule())).contains("+memory|usage").containsAll(called);
    }

    static List<TestingRedisBinary> servers() {
        return TestingRedisBinary.all();
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("servers")
    void everythingWorksWithTheProposedUser(TestingRedisBinary binary) throws Exception {
        try (TestingRedisNode node = TestingRedisNode.start(binary);
                TestingResp oracle = node.resp()) {
            oracle.raw(rule());
            TestingWalk.walk("redis://worker:secret@127.0.0.1:" + node.port(), oracle);
            assertThat(oracle.shown("ACL", "LOG")).as("what was denied").isEqualTo("[]");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void everythingWorksInAClusterToo() throws Exception {
        try (TestingCluster cluster = new TestingCluster();
                TestingResp oracle = cluster.owner("walk").resp()) {
            for (TestingRedisNode node : cluster.nodes()) {
                node.ask(rule());
            }
            TestingWalk.walk(cluster.uri().replace("://", "://worker:secret@"), oracle);
            for (TestingRedisNode node : cluster.nodes()) {
                try (TestingResp each = node.resp()) {
                    assertThat(each.shown("ACL", "LOG")).as("what was denied").isEqualTo("[]");
                }
            }
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theProposedUserCanDoNothingElse() throws Exception {
        try (TestingRedisNode node = TestingRedisNode.start();
                TestingResp worker = node.resp()) {
            worker.raw(rule());
            worker.raw("AUTH", "worker", "secret");
            worker.raw("SET", "asynq:x", "1");
            for (String command : List.of(
                    "SET other:x 1",
                    "GET asynqx",
                    "PUBLISH other x",
                    "FLUSHALL",
                    "KEYS *",
                    "CONFIG GET requirepass",
                    "ACL LIST",
                    "SCRIPT FLUSH",
                    "SHUTDOWN NOSAVE",
                    "CLIENT KILL TYPE normal",
                    "MONITOR")) {
                assertThatThrownBy(() -> worker.raw((Object[]) command.split(" ")))
                        .as(command)
                        .hasMessageStartingWith("NOPERM");
            }
            assertThatThrownBy(() -> worker.raw("EVAL", "return redis.call('GET', 'other:x')", 0))
                    .as("a script")
                    .hasMessageMatching("(?s).*(permission|can.t access).*");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aWrongPasswordIsOneLineThatDoesNotShowIt() throws Exception {
        try (TestingRedisNode node = TestingRedisNode.start()) {
            node.ask(rule());
            String uri = "redis://worker:wrong-word@127.0.0.1:" + node.port();
            List<String> messages = new ArrayList<>();
            try (Redis redis = TestingRedisClients.connect(uri)) {
                redis.call(Call.command("PING").build());
            } catch (RedisFailure e) {
                for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                    messages.add(String.valueOf(cause.getMessage()));
                }
            }
            assertThat(messages).isNotEmpty();
            assertThat(messages.getFirst())
                    .startsWith("redis PING")
                    .contains("WRONGPASS")
                    .doesNotContain("\n");
            assertThat(String.join("", messages)).doesNotContain("wrong-word");
            assertThat(Arrays.toString(rule())).contains(">secret");
        }
    }
}
