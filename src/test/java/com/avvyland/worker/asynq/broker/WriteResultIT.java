// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.testing.TestingClock;
import com.avvyland.worker.asynq.testing.TestingStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Writes results before and after a task's end, where another worker or an inspector may have been faster. */
class WriteResultIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final String TASK = "asynq:{default}:t:a";
    private static final TaskMessage MESSAGE = TaskMessage.newBuilder()
            .setType("t")
            .setId("a")
            .setQueue("default")
            .setRetention(3600)
            .build();

    private final TestingClock clock = new TestingClock(Instant.now());
    private final WorkerBroker worker = new WorkerBroker(STORE.redis(), clock, Duration.ofSeconds(30));

    @BeforeEach
    void take() {
        new ClientBroker(STORE.redis(), clock).enqueue(MESSAGE, Duration.ZERO).join();
        assertThat(worker.dequeue("default", 1).tasks()).hasSize(1);
    }

    private boolean write(String result) {
        return worker.writeResult(MESSAGE, result.getBytes(UTF_8)).join();
    }

    private static @Nullable String result() {
        return STORE.oracle().text("HGET", TASK, "result");
    }

    static Stream<Settlement> endsThatKeepTheTask() {
        return Stream.of(
                new Settlement.Complete(MESSAGE, null),
                new Settlement.Retry(MESSAGE, "boom", Instant.EPOCH, true),
                new Settlement.Archive(MESSAGE, "boom"),
                new Settlement.Requeue(MESSAGE));
    }

    @ParameterizedTest
    @MethodSource("endsThatKeepTheTask")
    void whatWasWrittenStaysAndALateWriteDoesNotReplaceIt(Settlement end) {
        assertThat(write("half")).isTrue();
        assertThat(write("most")).isTrue();
        worker.settle(List.of(end));
        assertThat(result()).isEqualTo("most");

        assertThat(write("late")).isFalse();
        assertThat(result()).isEqualTo("most");
    }

    @Test
    void aLateWriteDoesNotBringADeletedTaskBack() {
        worker.settle(List.of(new Settlement.Done(MESSAGE)));
        assertThat(write("late")).isFalse();
        assertThat(STORE.oracle().number("EXISTS", TASK)).isZero();
    }

    @Test
    void aLeasedIdWithoutItsHashStaysWithout() {
        STORE.oracle().raw("DEL", TASK);
        assertThat(write("lost")).isFalse();
        assertThat(STORE.oracle().number("EXISTS", TASK)).isZero();
    }

    @Test
    void theResultOfTheEndWins() {
        write("half");
        worker.settle(List.of(new Settlement.Complete(MESSAGE, "all".getBytes(UTF_8))));
        assertThat(result()).isEqualTo("all");
    }
}
