// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisFailure;
import com.avvyland.worker.asynq.redis.RedisLocation.Layout;
import com.avvyland.worker.asynq.redis.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a Redis says of itself: version, memory, persistence, role.
 *
 * @param info fields of INFO; empty when it was refused
 * @param save the points at which snapshots are taken, empty for none; null when CONFIG was refused
 */
record RedisFacts(
        Map<String, String> info,
        @Nullable String refused,
        @Nullable String save,
        Layout layout) {

    RedisFacts {
        info = Map.copyOf(info);
    }

    static RedisFacts read(Redis redis, Layout layout) {
        try {
            String text = redis.call(Call.command("INFO").build()).text();
            return new RedisFacts(fields(String.valueOf(text)), null, save(redis), layout);
        } catch (RedisFailure refusal) {
            return new RedisFacts(Map.of(), refusal.getMessage(), null, layout);
        }
    }

    private static @Nullable String save(Redis redis) {
        try {
            var reply = redis.call(Call.command("CONFIG").arg("GET").arg("save").build())
                    .list();
            return reply.size() < 2 ? null : Reply.text(reply.get(1));
        } catch (RedisFailure refusal) {
            return null;
        }
    }

    static Map<String, String> fields(String text) {
        Map<String, String> fields = new HashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return fields;
    }

    List<Check> checks() {
        if (refused != null) {
            return List.of(Check.warn(
                    "redis-facts",
                    "version, memory and persistence not seen: %s (expected: +info for this user while you look; the worker does without)"
                            .formatted(refused)));
        }
        List<Check> checks = new ArrayList<>(List.of(version(), memory(), persistence(), role()));
        if (layout != Layout.SINGLE || "cluster".equals(info.get("redis_mode"))) {
            checks.add(Check.ok(
                    "redis-layout",
                    "%s: the above is of one server".formatted(layout == Layout.SINGLE ? "CLUSTER" : layout)));
        }
        return checks;
    }

    private Check version() {
        String version = info.getOrDefault("redis_version", "");
        String[] parts = version.split("\\.");
        try {
            int major = Integer.parseInt(parts[0]);
            int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
            return major > 6 || major == 6 && minor >= 2
                    ? Check.ok("redis-version", version)
                    : Check.fail("redis-version", version + " (expected: 6.2 or later, for BLMOVE and ZRANGE BYSCORE)");
        } catch (NumberFormatException _) {
            return Check.warn("redis-version", "'%s' (expected: 6.2 or later)".formatted(version));
        }
    }

    private Check memory() {
        String policy = info.getOrDefault("maxmemory_policy", "unknown");
        long most = number("maxmemory");
        String used = "%d MiB used of %s, %s"
                .formatted(number("used_memory") >> 20, most == 0 ? "no limit" : (most >> 20) + " MiB", policy);
        if (!policy.equals("noeviction")) {
            return Check.warn(
                    "redis-memory",
                    used
                            + " (expected: CONFIG SET maxmemory-policy noeviction, and in redis.conf; under any other Redis drops"
                            + " tasks and bought results when it is full)");
        }
        if (most > 0 && number("used_memory") > most / 10 * 9) {
            return Check.warn(
                    "redis-memory", used + " (expected: below 90 %; writes fail when it is full: raise maxmemory)");
        }
        return Check.ok("redis-memory", used);
    }

    private Check persistence() {
        boolean aof = "1".equals(info.get("aof_enabled"));
        if (aof && !"ok".equals(info.getOrDefault("aof_last_write_status", "ok"))) {
            return Check.fail("redis-persistence", "AOF: the last write failed (expected: a disk with space)");
        }
        boolean snapshots = save != null && !save.isEmpty();
        if (snapshots && !"ok".equals(info.getOrDefault("rdb_last_bgsave_status", "ok"))) {
            return Check.fail(
                    "redis-persistence",
                    "RDB: the last snapshot failed; Redis refuses writes by default then (expected: a disk with space)");
        }
        if (aof) {
            return Check.ok("redis-persistence", snapshots ? "AOF and RDB" : "AOF");
        }
        if (save == null) {
            return Check.warn(
                    "redis-persistence",
                    "no AOF; whether snapshots are taken is not seen (expected: appendonly yes; +config|get for this user to see)");
        }
        return Check.warn(
                "redis-persistence",
                (snapshots ? "RDB alone, save " + save : "none")
                        + " (expected: CONFIG SET appendonly yes, and in redis.conf; a restart loses "
                        + (snapshots ? "what came after the last snapshot)" : "every task and what was paid for)"));
    }

    private Check role() {
        String role = info.getOrDefault("role", "unknown");
        if (!role.equals("master")) {
            return Check.fail(
                    "redis-role",
                    "%s (expected: the master; name it, or use redis-sentinel://)"
                            .formatted(role.equals("slave") ? "replica" : role));
        }
        return Check.ok("redis-role", "master, %s replicas".formatted(info.getOrDefault("connected_slaves", "0")));
    }

    private long number(String field) {
        try {
            return Long.parseLong(info.getOrDefault(field, "0"));
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
