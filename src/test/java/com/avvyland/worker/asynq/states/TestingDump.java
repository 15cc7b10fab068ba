// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.states;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.avvyland.worker.asynq.proto.SchedulerEnqueueEvent;
import com.avvyland.worker.asynq.proto.SchedulerEntry;
import com.avvyland.worker.asynq.proto.ServerInfo;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.proto.WorkerInfo;
import com.avvyland.worker.asynq.testing.TestingResp;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes everything that is in Redis, a line a value, so that two runs of the same steps are alike: times are relative
 * to the run, ids that a run makes up are left out, messages are decoded.
 */
final class TestingDump {

    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern SERVER = Pattern.compile("\\{[^{}]*:\\d+:" + UUID + "}");
    private static final Pattern REGISTRY = Pattern.compile("asynq:(servers|workers|schedulers)\\b");
    private static final Pattern ID = Pattern.compile(UUID);
    private static final Pattern DAY = Pattern.compile("\\b20\\d\\d-\\d\\d-\\d\\d\\b");
    private static final Pattern SECOND = Pattern.compile("@(\\d{10})\\b");

    /** What the steps ask for, relative to when they run. */
    private static final long[] ASKED = {0, 1800, 3600, 7200, -100, -3600};

    /** A time further away hangs on the day of the run. */
    private static final long FAR = 2 * 86_400;

    private static final long[] LIVES = {10, 20, 3600, 7200, 90 * 86_400};
    private static final int SLACK = 2;

    private final TestingResp redis;
    private final long start = now();
    private boolean registry;

    TestingDump(TestingResp redis) {
        this.redis = redis;
    }

    /**
     * From now on show servers and schedulers too. Without that they are left out: what they say hangs on when they
     * last said it.
     */
    void showRegistry() {
        registry = true;
    }

    /** Return every value in Redis, sorted. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String key : redis.texts("KEYS", "*")) {
            if (!registry && REGISTRY.matcher(key).lookingAt()) {
                continue;
            }
            String type = Objects.requireNonNull(redis.text("TYPE", key));
            String name = stable(key) + " " + type + " ";
            switch (type) {
                case "string" -> lines.add(name + string(key, Objects.requireNonNull(redis.bytes("GET", key))));
                case "set" -> redis.texts("SMEMBERS", key).forEach(each -> lines.add(name + each));
                case "list" -> indexed(name, key, lines);
                case "hash" -> pairs("HGETALL", key).forEach(pair -> lines.add(name + field(key, pair)));
                default ->
                    pairs("ZRANGE", key, "0", "-1", "WITHSCORES").forEach(pair -> lines.add(name + member(key, pair)));
            }
            long life = redis.number("TTL", key);
            if (life >= 0) {
                lines.add(stable(key) + " ttl " + life(life));
            }
        }
        return lines.stream().sorted().toList();
    }

    /** Write an answer so that two runs are alike. */
    String answer(String text) {
        Matcher seconds = SECOND.matcher(stable(text));
        return seconds.replaceAll(each -> time(Long.parseLong(each.group(1)), ASKED));
    }

    private void indexed(String name, String key, List<String> lines) {
        List<byte[]> elements = bytes(redis.raw("LRANGE", key, "0", "-1"));
        for (int i = 0; i < elements.size(); i++) {
            lines.add(name + i + " "
                    + (key.startsWith("asynq:schedulers:")
                            ? decoded(SchedulerEntry::parseFrom, elements.get(i), ASKED)
                            : new String(elements.get(i), UTF_8)));
        }
    }

    private record Pair(byte[] name, byte[] value) {}

    private List<Pair> pairs(Object... command) {
        List<byte[]> reply = bytes(redis.raw(command));
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < reply.size(); i += 2) {
            pairs.add(new Pair(reply.get(i), reply.get(i + 1)));
        }
        return pairs;
    }

    private String string(String key, byte[] value) {
        if (key.startsWith("asynq:servers:")) {
            return decoded(ServerInfo::parseFrom, value, ASKED);
        }
        String text = new String(value, UTF_8);
        boolean time = key.endsWith(":paused") || key.contains(":schedule:");
        return time ? time(Long.parseLong(text), ASKED) : text;
    }

    private String field(String key, Pair pair) {
        String name = new String(pair.name(), UTF_8);
        if (key.startsWith("asynq:workers:")) {
            return name + " " + decoded(WorkerInfo::parseFrom, pair.value(), ASKED);
        }
        return name + " "
                + switch (name) {
                    case "msg" ->
                        pair.value().length + " bytes: " + decoded(TaskMessage::parseFrom, pair.value(), ASKED);
                    case "pending_since" ->
                        time(Long.parseLong(new String(pair.value(), UTF_8)) / 1_000_000_000, ASKED);
                    default -> new String(pair.value(), UTF_8);
                };
    }

    private String member(String key, Pair pair) {
        String name = key.contains(":scheduler_history:")
                ? decoded(SchedulerEnqueueEvent::parseFrom, pair.name(), ASKED)
                : stable(new String(pair.name(), UTF_8));
        return name + " " + time(Long.parseLong(new String(pair.value(), UTF_8)), lives(key));
    }

    /** Seconds from now at which the entries of a set end. */
    private static long[] lives(String key) {
        return switch (key.substring(key.lastIndexOf(':') + 1)) {
            case "lease" -> new long[] {30, -100};
            case "servers", "workers" -> new long[] {10};
            case "schedulers" -> new long[] {20};
            case "aggregation_sets" -> new long[] {120, -100};
            default -> ASKED;
        };
    }

    private interface Parser {
        Message parse(byte[] bytes) throws InvalidProtocolBufferException;
    }

    private String decoded(Parser parser, byte[] bytes, long[] asked) {
        LongFunction<String> time = second -> time(second, asked);
        try {
            return stable(Shown.message(parser.parse(bytes), time));
        } catch (InvalidProtocolBufferException e) {
            return "unreadable";
        }
    }

    private String time(long second, long[] asked) {
        for (long each : asked) {
            if (second - each >= start - SLACK && second - each <= now() + SLACK) {
                return each == 0 ? "now" : "now%+d".formatted(each);
            }
        }
        return second > start + FAR ? "later" : "at %+d".formatted(second - start);
    }

    private String life(long seconds) {
        for (long each : LIVES) {
            if (seconds <= each && seconds >= each - (now() - start) - SLACK) {
                return each + "s";
            }
        }
        return "ends in " + seconds + "s";
    }

    private static String stable(String text) {
        String named = SERVER.matcher(text).replaceAll("{server}");
        return DAY.matcher(ID.matcher(named).replaceAll("<uuid>")).replaceAll("<day>");
    }

    private static List<byte[]> bytes(Object reply) {
        List<byte[]> all = new ArrayList<>();
        ((List<?>) reply).forEach(each -> all.add((byte[]) each));
        return all;
    }

    static long now() {
        return System.currentTimeMillis() / 1000;
    }
}
