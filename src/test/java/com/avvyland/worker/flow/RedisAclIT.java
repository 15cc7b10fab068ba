// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingWorker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Runs the worker as the Redis user of docs/security.md: it can do its work, and nothing to its neighbours. */
class RedisAclIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final String PASSWORD = "acl-password";

    @Test
    void worksAsTheDocumentedUserAndReachesNothingElse() throws Exception {
        try (Jedis admin = new Jedis("127.0.0.1", REDIS.port());
                TestingProjection projection = new TestingProjection(REDIS)) {
            assumeTrue(
                    admin.info("server").contains("redis_version:7"),
                    "redis: before 7 (expected: 7, whose ACL has this form)");
            admin.sendCommand(Command.ACL, rule());
            admin.set("neighbour:secret", "theirs");
            projection.tencent.result("GLB", TestingModels.triangle());

            try (TestingWorker worker =
                    projection.worker(Map.of("REDIS_USERNAME", "avvy", "REDIS_PASSWORD", PASSWORD))) {
                var receiver = projection.receiver;
                String done = worker.enqueue(
                        "model.preview.v1",
                        Payload.preview(receiver.url("/"), TestingModels.texturedBox(), Map.of()),
                        task -> task);
                await().atMost(ofSeconds(60)).until(() -> receiver.received().size() == 1);
                await().atMost(ofSeconds(10)).until(() -> !worker.holds(done));

                receiver.answer(503);
                String retried = projection.enqueue(worker, Map.of(), task -> task.queue("model_projection"));
                await().atMost(ofSeconds(60))
                        .until(() -> worker.ids("model_projection", "retry").contains(retried));
                worker.retryNow("model_projection", retried);
                await().atMost(ofSeconds(60)).until(() -> receiver.received().size() == 3);

                receiver.answer(404);
                String refused = worker.enqueue(
                        "model.preview.v1", Payload.preview(receiver.url("/"), new byte[9], Map.of()), task -> task);
                await().atMost(ofSeconds(60)).until(() -> worker.ids("archived").contains(refused));
                admin.publish("asynq:cancel", "nobody");
            }
            assertThat(admin.aclLog()).isEmpty();
        }
        assertThatTheNeighbourIsSafe();
    }

    private static void assertThatTheNeighbourIsSafe() {
        var login = DefaultJedisClientConfig.builder()
                .user("avvy")
                .password(PASSWORD)
                .build();
        try (Jedis avvy = new Jedis(new HostAndPort("127.0.0.1", REDIS.port()), login)) {
            for (String[] words : new String[][] {
                {"GET", "neighbour:secret"},
                {"SET", "neighbour:secret", "ours"},
                {"EVAL", "return redis.call('get', 'neighbour:secret')", "0"},
                {"KEYS", "*"},
                {"SCAN", "0"},
                {"RANDOMKEY"},
                {"FLUSHALL"},
                {"FLUSHDB"},
                {"CONFIG", "GET", "*"},
                {"ACL", "LIST"},
                {"MONITOR"},
                {"SHUTDOWN"},
                {"REPLICAOF", "NO", "ONE"},
                {"MIGRATE", "127.0.0.1", "1", "asynq:x", "0", "1"},
                {"CLIENT", "LIST"},
                {"CLIENT", "KILL", "ID", "1"},
                {"PUBLISH", "neighbour", "x"},
                {"SUBSCRIBE", "neighbour"},
                {"FUNCTION", "LIST"},
                {"SWAPDB", "0", "1"}
            }) {
                assertThat(refused(avvy, words)).as(String.join(" ", words)).isTrue();
            }
        }
    }

    private static boolean refused(Jedis avvy, String... words) {
        String[] arguments = Arrays.copyOfRange(words, 1, words.length);
        try {
            avvy.sendCommand(() -> words[0].getBytes(StandardCharsets.US_ASCII), arguments);
            return false;
        } catch (JedisAccessControlException e) {
            return true;
        } catch (JedisDataException e) {
            // What a script is refused comes as the script's own error.
            return String.valueOf(e.getMessage()).contains("can't access at least one of the keys");
        }
    }

    /** Return the words of the rule in docs/security.md, after ACL, with this test's password. */
    private static String[] rule() throws IOException {
        String rule = Files.readAllLines(Path.of("docs/security.md")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("ACL SETUSER avvy "))
                .findFirst()
                .orElseThrow();
        return rule.substring("ACL ".length())
                .replace(">PASSWORD", ">" + PASSWORD)
                .split(" ");
    }
}
