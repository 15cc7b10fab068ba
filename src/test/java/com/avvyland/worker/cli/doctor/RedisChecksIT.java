// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.redis.RedisLocation;
import com.avvyland.worker.asynq.testing.TestingRedisNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every finding at a Redis that really is so. */
class RedisChecksIT {

    private static final String QUEUE = "model_preview";

    @Test
    void findsNothingWrongWithASoundOne() {
        try (var redis = TestingRedisNode.start("appendonly yes")) {
            List<Check> checks = look(redis);

            assertThat(checks).allMatch(check -> check.verdict() == Check.Verdict.OK);
            assertThat(checks)
                    .extracting(Check::name)
                    .containsExactly(
                            "redis",
                            "redis-version",
                            "redis-memory",
                            "redis-persistence",
                            "redis-role",
                            "redis-clock",
                            "redis-rights",
                            "redis-messages",
                            "queue:" + QUEUE);
            assertThat(detail(checks, "redis-persistence")).isEqualTo("AOF");
            assertThat(redis.ask("DBSIZE")).isEqualTo("0");
        }
    }

    @Test
    void warnsOfEviction() {
        try (var redis = TestingRedisNode.start("appendonly yes", "maxmemory 100mb", "maxmemory-policy allkeys-lru")) {
            assertThat(worst(look(redis), "redis-memory"))
                    .contains("of 100 MiB, allkeys-lru")
                    .contains("CONFIG SET maxmemory-policy noeviction");
        }
    }

    @Test
    void warnsOfALimitThatIsNear() {
        try (var redis = TestingRedisNode.start("appendonly yes")) {
            redis.ask("SET", "ballast", "b".repeat(8 << 20));
            redis.ask("CONFIG", "SET", "maxmemory", "9mb");

            assertThat(look(redis))
                    .anyMatch(check -> check.name().equals("redis-memory") && check.verdict() == Check.Verdict.WARN);
        }
    }

    @Test
    void warnsOfWhatARestartLoses() {
        try (var none = TestingRedisNode.start();
                var snapshots = TestingRedisNode.start("save 900 1")) {
            assertThat(worst(look(none), "redis-persistence"))
                    .startsWith("none")
                    .contains("appendonly yes");
            assertThat(worst(look(snapshots), "redis-persistence")).startsWith("RDB alone, save 900 1");
        }
    }

    @Test
    void failsAtAReplica() {
        try (var master = TestingRedisNode.start();
                var replica = TestingRedisNode.start("appendonly yes", "replicaof 127.0.0.1 " + master.port())) {
            List<Check> checks = look(replica);

            assertThat(failed(checks)).contains("redis-role", "redis-rights");
            assertThat(detail(checks, "redis-role")).startsWith("replica");
        }
    }

    /** The very user that docs/asynq.md grants, with the journal's keys beside the component's. */
    @Test
    void getsAlongWithTheLeastRights() throws Exception {
        try (var redis = TestingRedisNode.start("appendonly yes")) {
            redis.ask(documentedUser("~avvy:*"));

            List<Check> checks = look(redis, "worker", "secret");

            assertThat(failed(checks)).isEmpty();
            assertThat(checks)
                    .filteredOn(check -> check.verdict() == Check.Verdict.WARN)
                    .extracting(Check::name)
                    .containsExactly("redis-facts");
            assertThat(detail(checks, "redis-facts")).contains("NOPERM").contains("+info");
        }
    }

    @Test
    void saysWhichKeysMayNotBeWritten() throws Exception {
        try (var redis = TestingRedisNode.start("appendonly yes")) {
            redis.ask(documentedUser());

            List<Check> checks = look(redis, "worker", "secret");

            assertThat(failed(checks)).containsExactly("redis-rights");
            assertThat(detail(checks, "redis-rights")).startsWith("~avvy:*: ").contains("NOPERM");
        }
    }

    @Test
    void saysThatCancellationsAreNotHeard() throws Exception {
        try (var redis = TestingRedisNode.start("appendonly yes")) {
            redis.ask(documentedUser("~avvy:*", "resetchannels"));

            assertThat(worst(look(redis, "worker", "secret"), "redis-messages"))
                    .contains("NOPERM")
                    .contains("can't be cancelled");
        }
    }

    @Test
    void failsWithoutTheClockOfLeases() throws Exception {
        try (var redis = TestingRedisNode.start("appendonly yes")) {
            redis.ask(documentedUser("~avvy:*", "-time"));

            assertThat(failed(look(redis, "worker", "secret"))).containsExactly("redis-clock");
        }
    }

    @Test
    void saysWhatCountingTheQueuesLacks() throws Exception {
        try (var redis = TestingRedisNode.start("appendonly yes")) {
            redis.ask(documentedUser("~avvy:*", "-evalsha", "-eval"));

            assertThat(failed(look(redis, "worker", "secret"))).containsExactly("redis-queues");
        }
    }

    @Test
    void failsAtAWrongPasswordWithoutNamingIt() {
        try (var redis = TestingRedisNode.start("requirepass right")) {
            List<Check> checks = look(redis, null, "a-wrong-one");

            assertThat(failed(checks)).containsExactly("redis");
            assertThat(checks).hasSize(1);
            assertThat(checks.getFirst().detail())
                    .contains("127.0.0.1:" + redis.port())
                    .doesNotContain("a-wrong-one");
        }
    }

    @Test
    void failsWhereNobodyListens() {
        TestingRedisNode redis = TestingRedisNode.start();
        redis.close();

        assertThat(failed(look(redis))).containsExactly("redis");
    }

    @Test
    void comparesTheClocks() {
        try (var redis = TestingRedisNode.start("appendonly yes")) {
            var location = RedisLocation.parse(redis.uri());
            InstantSource behind = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(-10));
            InstantSource ahead = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(60));

            assertThat(worst(RedisChecks.of(location, Set.of(QUEUE), behind), "redis-clock"))
                    .startsWith("Redis is 10.0")
                    .contains("ahead of this machine");
            assertThat(failed(RedisChecks.of(location, Set.of(QUEUE), ahead))).containsExactly("redis-clock");
        }
    }

    @Test
    void countsTasksAndOrphans() {
        try (var redis = TestingRedisNode.start("appendonly yes")) {
            redis.ask("LPUSH", "asynq:{model_preview}:active", "orphan");
            redis.ask("ZADD", "asynq:{model_preview}:lease", "1700000000", "orphan");
            redis.ask("ZADD", "asynq:{model_preview}:archived", "1700000000", "dead");

            assertThat(worst(look(redis), "queue:" + QUEUE))
                    .startsWith("0 pending, 1 active, 0 retry, 1 archived; 0 workers; 1 orphans");
        }
    }

    private static Object[] documentedUser(String... further) throws Exception {
        Matcher line = Pattern.compile("```\n(ACL SETUSER worker on >secret .*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/asynq.md")));
        assertThat(line.find()).isTrue();
        Stream<String> words =
                Arrays.stream(line.group(1).replace("\\\n", " ").strip().split("\\s+"));
        return Stream.concat(words, Arrays.stream(further)).toArray();
    }

    private static List<Check> look(TestingRedisNode redis) {
        return look(redis, null, null);
    }

    private static List<Check> look(TestingRedisNode redis, @Nullable String user, @Nullable String password) {
        return RedisChecks.of(
                RedisLocation.parse(redis.uri()).with(user, password), Set.of(QUEUE), InstantSource.system());
    }

    private static List<String> failed(List<Check> checks) {
        return checks.stream()
                .filter(check -> check.verdict() == Check.Verdict.FAIL)
                .map(Check::name)
                .toList();
    }

    /** Return what the one check says that is not well. */
    private static String worst(List<Check> checks, String name) {
        assertThat(checks)
                .filteredOn(check -> check.verdict() != Check.Verdict.OK
                        && !check.name().equals("redis-facts")
                        && !(check.name().equals("redis-clock")
                                && check.detail().contains("NOPERM")))
                .extracting(Check::name)
                .containsExactly(name);
        return detail(checks, name);
    }

    private static String detail(List<Check> checks, String name) {
        return checks.stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow()
                .detail();
    }
}
