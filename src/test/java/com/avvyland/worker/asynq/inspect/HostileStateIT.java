// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.testing.TestingClock;
import com.avvyland.worker.asynq.testing.TestingResp;
import com.avvyland.worker.asynq.testing.TestingStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Lets the inspector meet what no asynq would write. */
class HostileStateIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final String Q = "asynq:{default}:";

    private final TestingClock clock =
            new TestingClock(Instant.ofEpochSecond(Instant.now().getEpochSecond()));
    private final Inspector inspector = new Inspector(STORE.redis(), clock);
    private final AsynqClient client = new AsynqClient(STORE.redis(), clock);
    private TestingResp redis;

    /** A task, and ids that have no hash, one of another type, one without a message and one that can't be decoded. */
    private void listIn(TaskState state) {
        redis = STORE.oracle();
        for (String id : List.of("none", "text", "bare", "broken", "good")) {
            String key = Q + state.word();
            if (state == TaskState.PENDING || state == TaskState.ACTIVE) {
                redis.raw("LPUSH", key, id);
            } else {
                redis.raw("ZADD", key, clock.instant().getEpochSecond() + 60, id);
            }
        }
        redis.raw("SET", Q + "t:text", "a string");
        redis.raw("HSET", Q + "t:bare", "state", state.word());
        redis.raw("HSET", Q + "t:broken", "state", state.word(), "msg", new byte[] {(byte) 0xff, (byte) 0xff});
        byte[] message = AsynqClient.message(NewTask.of("t").id("good").build()).toByteArray();
        redis.raw("HSET", Q + "t:good", "state", state.word(), "msg", message);
        redis.raw("SADD", "asynq:queues", "default");
    }

    @BeforeEach
    void connect() {
        redis = STORE.oracle();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AGGREGATING")
    void isListedByItsIdAndBreaksNothing(TaskState state) {
        listIn(state);
        List<TaskInfo> tasks = inspector.tasks().list("default", state, Page.first());
        assertThat(tasks).extracting(TaskInfo::id).containsExactlyInAnyOrder("none", "text", "bare", "broken", "good");
        assertThat(tasks).filteredOn(task -> task.message() != null).hasSize(1);
        assertThat(inspector.queue("default").size()).isEqualTo(5);
        assertThat(inspector.memoryUsage("default")).isPositive();
        assertThat(inspector.tasks().find("default", "good")).isPresent();
        assertThat(inspector.tasks().find("default", "none")).isEmpty();
        assertThat(inspector.tasks().find("default", "text")).isEmpty();
        assertThatThrownBy(() -> inspector.tasks().find("default", "broken"))
                .hasMessage("asynq: could not decode task message");
    }

    @Test
    void isDeletedByItsId() {
        listIn(TaskState.RETRY);
        for (String id : List.of("none", "text", "bare", "broken", "good")) {
            inspector.moves().delete("default", id);
            assertThatThrownBy(() -> inspector.moves().delete("default", id)).hasMessage("asynq: task not found");
        }
        assertThat(redis.texts("KEYS", Q + "*")).isEmpty();
    }

    @Test
    void isDroppedWhenAllOfItsStateAreMoved() {
        listIn(TaskState.RETRY);
        assertThat(inspector.moves().runAll("default", TaskState.RETRY))
                .as("with a message")
                .isEqualTo(2);
        assertThat(redis.texts("LRANGE", Q + "pending", "0", "-1")).containsExactlyInAnyOrder("broken", "good");
        assertThat(redis.texts("KEYS", Q + "*")).containsExactlyInAnyOrder(Q + "pending", Q + "t:broken", Q + "t:good");
    }

    @Test
    void memoryUsageLeavesOutIdsWithoutAHash() {
        client.enqueue(NewTask.of("t").id("a").build());
        long one = inspector.memoryUsage("default");
        redis.raw("LPUSH", Q + "pending", "none");
        redis.raw("ZADD", Q + "archived", "1", "none");
        redis.raw("SADD", Q + "groups", "empty");
        assertThat(inspector.memoryUsage("default")).isGreaterThanOrEqualTo(one);
        assertThat(inspector.memoryUsage("never used")).isZero();
    }

    @Test
    void brokenCountersCountAsNone() {
        client.enqueue(NewTask.of("t").id("a").build());
        redis.raw("SET", Q + "processed", "many");
        redis.raw("HSET", Q + "t:a", "pending_since", "yesterday");
        assertThat(inspector.queue("default").processed()).isZero();
        assertThat(inspector.queue("default").latency()).isZero();
        redis.raw("DEL", Q + "t:a");
        redis.raw("SET", Q + "t:a", "a string");
        assertThat(inspector.queue("default").latency()).isZero();
        assertThat(inspector.queue("default").pending()).isEqualTo(1);
    }

    @Test
    void aLockOfSomeoneElseOrOutsideTheQueueIsNotDeleted() {
        String lock = "asynq:{default}:unique:t:";
        client.enqueue(NewTask.of("t").id("a").unique(Duration.ofHours(1)).build());
        redis.raw("SET", lock, "other");
        inspector.moves().delete("default", "a");
        assertThat(redis.text("GET", lock)).isEqualTo("other");
        client.enqueue(NewTask.of("t").id("b").payload((byte) 1).build());
        redis.raw("HSET", Q + "t:b", "unique_key", "precious");
        redis.raw("SET", "precious", "b");
        inspector.moves().delete("default", "b");
        assertThat(redis.text("GET", "precious")).isEqualTo("b");
    }

    @Test
    void theLockOfATaskThatGoGroupedIsFoundInItsMessage() {
        client.enqueue(NewTask.of("t")
                .id("a")
                .group("g")
                .unique(Duration.ofHours(1))
                .header("k", "v")
                .build());
        redis.raw("HDEL", Q + "t:a", "unique_key");
        inspector.moves().delete("default", "a");
        assertThat(redis.texts("KEYS", Q + "*")).isEmpty();
    }

    @Test
    void aMessageThatLiesAboutItsLengthsEndsTheSearchForALock() {
        byte[][] messages = {
            {0x52, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 'a'},
            {
                (byte) 0xff,
                (byte) 0xff,
                (byte) 0xff,
                (byte) 0xff,
                (byte) 0xff,
                (byte) 0xff,
                (byte) 0xff,
                (byte) 0xff,
                (byte) 0xff,
                (byte) 0xff,
                (byte) 0xff
            },
            {0x0b, 0x0b},
            {0x09},
            {0x52},
            {}
        };
        redis.raw("SADD", "asynq:queues", "default");
        for (byte[] message : messages) {
            redis.raw("HSET", Q + "t:a", "state", "aggregating", "group", "g", "msg", message);
            redis.raw("ZADD", Q + "g:g", "1", "a");
            inspector.moves().delete("default", "a");
            assertThat(redis.texts("KEYS", Q + "*")).isEmpty();
        }
    }

    @Test
    void aPageTooLargeForMemoryNamesTheRestByTheirIds() {
        byte[] large = new byte[30 << 20];
        for (String id : List.of("a", "b", "c")) {
            client.enqueue(NewTask.of("t").id(id).payload(large).build());
        }
        client.enqueue(NewTask.of("t").id("small").build());
        assertThat(inspector.tasks().list("default", TaskState.PENDING, Page.first()))
                .extracting(TaskInfo::id, task -> task.message() != null)
                .containsExactly(tuple("a", true), tuple("b", true), tuple("c", false), tuple("small", true));
    }
}
