// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborEncoder;
import com.avvyland.worker.testing.TestingRedis;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redisson.Redisson;
import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.Config;

class FinishedResultsIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final String MARK = new PayloadMark().of(new byte[] {1, 2, 3});
    private static final FinishedResult RESULT = new FinishedResult(
            "task-1", "model.preview.v1", "https://a.example/cb?x=1", Bytes.of((byte) 0xa0), "callback: 410");

    private static final FinishedResult DONE =
            new FinishedResult("task-2", "model.preview.v1", "https://a.example/cb", Bytes.of((byte) 0xa1), null);

    private static RedissonClient redisson;

    private FinishedResults results;

    @BeforeAll
    static void connect() {
        Config config = new Config();
        config.useSingleServer().setAddress(REDIS.uri()).setConnectionMinimumIdleSize(1);
        redisson = Redisson.create(config);
    }

    @AfterAll
    static void disconnect() {
        redisson.shutdown();
    }

    @BeforeEach
    void empty() {
        redisson.getKeys().flushdb();
        results = new FinishedResults(redisson, Duration.ofHours(24));
    }

    @Test
    void findsWhatWasKept() {
        assertThat(results.keep("q", MARK, RESULT)).isEqualTo(RESULT);
        assertThat(new FinishedResults(redisson, Duration.ofHours(1)).find("q", "task-1", MARK))
                .isEqualTo(RESULT);
    }

    @Test
    void keepsAResultWithoutAnArchiveReason() {
        FinishedResult done = new FinishedResult("t", "x", "https://a", Bytes.of(new byte[100_000]), null);
        results.keep("q", MARK, done);
        assertThat(results.find("q", "t", MARK)).isEqualTo(done);
    }

    @Test
    void findsNothingOfOtherTasksQueuesAndPayloads() {
        results.keep("q", MARK, RESULT);
        assertThat(results.find("q", "task-2", MARK)).isNull();
        assertThat(results.find("other", "task-1", MARK)).isNull();
        assertThat(results.find("q", "task-1", new PayloadMark().of(new byte[] {1, 2, 4})))
                .isNull();
    }

    @Test
    void hasWhatWasDeliveredForAMinuteForWhoeverTakesTheTaskOver() {
        results.keep("q", MARK, DONE);
        results.forget("q", DONE);
        assertThat(new FinishedResults(redisson, Duration.ofHours(1)).find("q", "task-2", MARK))
                .isEqualTo(DONE);
        assertThat(Duration.ofMillis(
                        redisson.getBucket("avvy:finished:q:{task-2}").remainTimeToLive()))
                .isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));
    }

    @Test
    void forgetsWhatWasDeliveredFiveSecondsBeforeTheNextOne() {
        long[] now = {0};
        results = new FinishedResults(redisson, Duration.ofHours(24), () -> now[0]);
        FinishedResult next = new FinishedResult("task-3", "x", "https://a", Bytes.EMPTY, null);
        results.keep("q", MARK, DONE);
        results.keep("q", MARK, next);
        results.forget("q", DONE);
        now[0] = Duration.ofSeconds(5).toNanos();
        results.forget("q", next);
        assertThat(results.find("q", "task-2", MARK)).isNull();
        assertThat(results.find("q", "task-3", MARK)).isEqualTo(next);
    }

    @Test
    void hasWhatWasDeliveredASecondTimeForAnotherMinute() {
        long[] now = {0};
        results = new FinishedResults(redisson, Duration.ofHours(24), () -> now[0]);
        results.keep("q", MARK, DONE);
        results.forget("q", DONE);
        now[0] = Duration.ofSeconds(5).toNanos();
        results.forget("q", DONE);
        assertThat(results.find("q", "task-2", MARK)).isEqualTo(DONE);
    }

    @Test
    void forgetsAtOnceWhatMayBeRunAgainByHand() {
        results.keep("q", MARK, RESULT);
        results.forget("q", RESULT);
        assertThat(redisson.getKeys().count()).isZero();
    }

    @Test
    void keepsForTheConfiguredTime() {
        results.keep("q", MARK, RESULT);
        assertThat(Duration.ofMillis(bucket().remainTimeToLive()))
                .isBetween(Duration.ofHours(23), Duration.ofHours(24));
    }

    @Test
    void losesAResultThatWaitedTooLong() {
        new FinishedResults(redisson, Duration.ofMillis(50)).keep("q", MARK, RESULT);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(results.find("q", "task-1", MARK)).isNull());
    }

    @Test
    void deliversTheFirstOfTwoResultsOfOneTask() {
        FinishedResult second = new FinishedResult("task-1", "model.preview.v1", "https://a", Bytes.EMPTY, null);
        results.keep("q", MARK, RESULT);
        assertThat(results.keep("q", MARK, second)).isEqualTo(RESULT);
        assertThat(results.find("q", "task-1", MARK)).isEqualTo(RESULT);
    }

    @Test
    void replacesAResultOfAnotherPayload() {
        results.keep("q", "older", RESULT);
        FinishedResult second = new FinishedResult("task-1", "model.preview.v1", "https://b", Bytes.EMPTY, null);
        assertThat(results.keep("q", MARK, second)).isEqualTo(second);
        assertThat(results.find("q", "task-1", MARK)).isEqualTo(second);
        assertThat(bucket().remainTimeToLive()).isPositive();
    }

    static Stream<byte[]> corrupt() {
        return Stream.of(
                new byte[0],
                new byte[] {(byte) 0xff, 1, 2},
                "not cbor".getBytes(StandardCharsets.UTF_8),
                CborEncoder.encode(Map.of()).array(),
                CborEncoder.encode(Map.of("version", 2, "task_id", "task-1", "payload", MARK))
                        .array(),
                CborEncoder.encode(Map.of("version", 1, "task_id", "task-2", "payload", MARK))
                        .array(),
                CborEncoder.encode(Map.of("version", 1, "task_id", "task-1", "payload", MARK))
                        .array(),
                CborEncoder.encode(Map.of("version", "1")).array(),
                CborEncoder.encode(Map.of("version", 1, "body", "text")).array());
    }

    @ParameterizedTest
    @MethodSource("corrupt")
    void takesACorruptEntryForAbsentAndReplacesIt(byte[] entry) {
        bucket().set(entry);
        assertThat(results.find("q", "task-1", MARK)).isNull();
        assertThat(results.keep("q", MARK, RESULT)).isEqualTo(RESULT);
        assertThat(results.find("q", "task-1", MARK)).isEqualTo(RESULT);
    }

    @Test
    void readsWhatALaterVersionAddsTo() {
        results.keep("q", MARK, RESULT);
        byte[] extended = CborEncoder.encode(Map.of(
                        "version",
                        1,
                        "payload",
                        MARK,
                        "task_id",
                        "task-1",
                        "task_type",
                        "t",
                        "callback_url",
                        "https://a",
                        "body",
                        Bytes.EMPTY,
                        "later",
                        7))
                .array();
        bucket().set(extended);
        assertThat(results.find("q", "task-1", MARK)).isNotNull();
    }

    @Test
    void marksAPayloadByItsContentWhateverHoldsIt() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 9}, 1, 3);
        assertThat(new PayloadMark().of(buffer)).isEqualTo(MARK);
        assertThat(new PayloadMark().of(buffer.asReadOnlyBuffer())).isEqualTo(MARK);
        assertThat(buffer.remaining()).isEqualTo(3);
    }

    @Test
    void describesAResultWithoutItsAddressAndBody() {
        assertThat(RESULT).hasToString("model.preview.v1 task-1, 1 bytes");
    }

    private static RBucket<byte[]> bucket() {
        return redisson.getBucket("avvy:finished:q:{task-1}", ByteArrayCodec.INSTANCE);
    }
}
