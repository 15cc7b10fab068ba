// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScriptTest {

    private static final Pattern NAMED = Pattern.compile("-- (KEYS|ARGV)\\[(\\d+)(\\.\\.\\.(\\d+)?)?] \\S.*");
    private static final Pattern USED = Pattern.compile("(KEYS|ARGV)\\[(\\d+)]");
    private static final Pattern CALLED = Pattern.compile("redis\\.p?call\\('(\\w+)'");

    static List<String> scripts() throws Exception {
        Path folder =
                Path.of(ScriptTest.class.getResource("/asynq/done.lua").toURI()).getParent();
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString().replace(".lua", ""))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void headNamesEveryKeyAndArgumentThatTheBodyUses(String name) {
        String text = Script.named(name).text();
        Set<String> named = new TreeSet<>();
        Set<String> open = new TreeSet<>();
        Set<String> used = new TreeSet<>();
        StringBuilder body = new StringBuilder();
        for (String line : text.lines().toList()) {
            Matcher head = NAMED.matcher(line);
            if (head.matches()) {
                int first = Integer.parseInt(head.group(2));
                if (head.group(3) != null && head.group(4) == null) {
                    open.add(head.group(1) + first);
                    continue;
                }
                int last = head.group(4) == null ? first : Integer.parseInt(head.group(4));
                for (int i = first; i <= last; i++) {
                    named.add(head.group(1) + i);
                }
            } else if (!line.startsWith("--")) {
                body.append(line).append('\n');
            }
        }
        USED.matcher(body).results().forEach(use -> used.add(use.group(1) + use.group(2)));
        Matcher loop = Pattern.compile("for i = (\\d+), (?:#(ARGV|KEYS)|(\\d+))(?:, (\\d+))?")
                .matcher(body);
        while (loop.find()) {
            if (loop.group(2) == null) {
                int step = loop.group(4) == null ? 1 : Integer.parseInt(loop.group(4));
                for (int i = Integer.parseInt(loop.group(1)); i <= Integer.parseInt(loop.group(3)); i += step) {
                    used.add("KEYS" + i);
                }
            } else {
                assertThat(open).as("repeated arguments").contains(loop.group(2) + loop.group(1));
            }
        }
        assertThat(used).isEqualTo(named);
        assertThat(text).contains("\n-- Returns ");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void callsNothingThatRedis62Lacks(String name) {
        Set<String> known = Set.of(
                "EXISTS",
                "HSET",
                "HGET",
                "HMGET",
                "HDEL",
                "HEXISTS",
                "HSTRLEN",
                "SET",
                "GET",
                "SETEX",
                "DEL",
                "LPUSH",
                "RPUSH",
                "LINDEX",
                "LPOP",
                "RPOP",
                "RPOPLPUSH",
                "LREM",
                "LRANGE",
                "LLEN",
                "LTRIM",
                "HLEN",
                "HVALS",
                "TYPE",
                "ZADD",
                "ZREM",
                "ZSCORE",
                "ZCARD",
                "ZRANGE",
                "ZRANGEBYSCORE",
                "ZREMRANGEBYSCORE",
                "ZREMRANGEBYRANK",
                "INCR",
                "INCRBY",
                "EXPIRE",
                "EXPIREAT",
                "SADD",
                "SREM",
                "SMEMBERS",
                "SCARD",
                "SISMEMBER",
                "LPOS",
                "MEMORY",
                "TIME");
        assertThat(CALLED.matcher(Script.named(name).text()).results().map(call -> call.group(1)))
                .isSubsetOf(known);
    }
}
