// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.provider.gemini.TestingGemini;
import com.avvyland.worker.provider.openai.TestingOpenAi;
import com.avvyland.worker.provider.tencent.TestingTencent;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;

/** Names the secrets that a test has planted, and looks for them. */
final class Canaries {

    static final String CALLBACK = "canary-callback-secret";
    static final String PREVIOUS = "canary-previous-secret";
    static final String REDIS = "canary-redis-password";
    static final String S3_ID = "canary-s3-id";
    static final String S3_KEY = "canary-s3-key";
    static final String OTHER_KEY = "canary-unused-provider-key";

    /** What a task brings with it: it is in the task, wherever that lies, and nowhere else. */
    static final String URL_TOKEN = "canary-token-of-a-url";

    static final String HEADER = "canary-of-a-task-header";

    private static final List<String> OF_THE_WORKER = List.of(
            CALLBACK,
            PREVIOUS,
            REDIS,
            S3_ID,
            S3_KEY,
            OTHER_KEY,
            TestingOpenAi.KEY,
            TestingGemini.KEY,
            TestingTencent.ID,
            TestingTencent.KEY);

    private static final List<String> OF_TASKS = List.of(URL_TOKEN, HEADER);

    private Canaries() {}

    /** Fail when a secret is in a text that others read. */
    static void assertNone(String text, String place) {
        Stream.concat(OF_THE_WORKER.stream(), OF_TASKS.stream())
                .forEach(canary -> assertThat(around(text, canary))
                        .as("%s in %s", canary, place)
                        .isEmpty());
    }

    /** Fail when one of the worker's is anywhere in Redis, or a task's outside of the task and its kept result. */
    static void assertNoneIn(Jedis redis) throws InvalidProtocolBufferException {
        for (String key : redis.keys("*")) {
            assertNone(key, "a key");
            String value = read(redis, key);
            // The entry of a worker at work holds its task's payload, as asynq's own does.
            boolean tasks = key.startsWith("avvy:finished:") || key.matches("asynq:(\\{.*}:t|workers):.*");
            if (!tasks) {
                assertNone(value, key);
            }
            OF_THE_WORKER.forEach(canary -> assertThat(around(value, canary))
                    .as("%s in %s", canary, key)
                    .isEmpty());
            if (key.matches("asynq:\\{.*}:t:.*")) {
                Map<byte[], byte[]> fields = redis.hgetAll(key.getBytes(StandardCharsets.UTF_8));
                for (Map.Entry<byte[], byte[]> field : fields.entrySet()) {
                    boolean message = text(field.getKey()).equals("msg");
                    assertNone(
                            message ? TaskMessage.parseFrom(field.getValue()).getErrorMsg() : text(field.getValue()),
                            key + " " + text(field.getKey()));
                }
            }
        }
    }

    /** Return the workers' entries as Redis holds them now. */
    static List<String> workers(Jedis redis) {
        return redis.keys("asynq:workers:*").stream()
                .map(key -> read(redis, key))
                .toList();
    }

    private static String read(Jedis redis, String key) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        return switch (redis.type(key)) {
            case "string" -> text(redis.get(name));
            case "list" -> join(redis.lrange(name, 0, -1).stream());
            case "set" -> join(redis.smembers(name).stream());
            case "zset" -> join(redis.zrange(name, 0, -1).stream());
            case "hash" ->
                join(redis.hgetAll(name).entrySet().stream()
                        .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue())));
            default -> "";
        };
    }

    private static String join(Stream<byte[]> values) {
        return values.map(Canaries::text).collect(Collectors.joining("\n"));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String around(String text, String canary) {
        int at = text.indexOf(canary);
        return at < 0 ? "" : text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 60));
    }
}
