// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.inspect.InspectException.Reason;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.testing.TestingClock;
import com.avvyland.worker.asynq.testing.TestingStore;
import com.google.protobuf.UnknownFieldSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TaskMoverIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final String Q = "asynq:{default}:";

    private final Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    private final TestingClock clock = new TestingClock(now);
    private final TaskMover moves = new Inspector(STORE.redis(), clock).moves();
    private final AsynqClient client = new AsynqClient(STORE.redis(), clock);

    private void enqueueLater(int count) {
        List<CompletableFuture<?>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(client.send(NewTask.of("t")
                    .id("%05d".formatted(i))
                    .unique(Duration.ofHours(2))
                    .payload(String.valueOf(i).getBytes(UTF_8))
                    .processAt(now.plusSeconds(60 + i))
                    .build()));
        }
        sent.forEach(CompletableFuture::join);
    }

    @Test
    void movesAllInOrderAHundredAScript() {
        enqueueLater(250);
        STORE.oracle().raw("CONFIG", "RESETSTAT");
        assertThat(moves.runAll("default", TaskState.SCHEDULED)).isEqualTo(250);
        List<String> pending = STORE.oracle().texts("LRANGE", Q + "pending", "0", "-1");
        assertThat(pending.reversed()).isSorted().hasSize(250);
        assertThat(STORE.oracle().text("INFO", "commandstats"))
                .as("one call to learn the script, then one a hundred tasks")
                .containsPattern("cmdstat_evalsha:calls=[34],");
        assertThat(moves.runAll("default", TaskState.SCHEDULED)).isZero();
    }

    @Test
    void archivesNoMoreThanTheArchiveHolds() {
        enqueueLater(10_100);
        assertThat(moves.archiveAll("default", TaskState.SCHEDULED)).isEqualTo(10_100);
        assertThat(STORE.oracle().number("ZCARD", Q + "archived")).isEqualTo(9_999);
        assertThat(STORE.oracle().texts("KEYS", Q + "t:*"))
                .as("what was trimmed has no hash")
                .hasSize(9_999);
        assertThat(moves.deleteAll("default", TaskState.ARCHIVED)).isEqualTo(9_999);
        assertThat(STORE.oracle().texts("KEYS", Q + "t:*")).isEmpty();
    }

    @Test
    void deletesAllWithTheirLocks() {
        enqueueLater(250);
        assertThat(STORE.oracle().texts("KEYS", Q + "unique:*")).hasSize(250);
        assertThat(moves.deleteAll("default", TaskState.SCHEDULED)).isEqualTo(250);
        assertThat(STORE.oracle().texts("KEYS", Q + "*")).isEmpty();
    }

    @Test
    void leavesWhatComesInMeanwhile() {
        for (int i = 0; i < 250; i++) {
            client.enqueue(NewTask.of("t").build());
        }
        AtomicInteger more = new AtomicInteger();
        TestingRacingRedis racing = new TestingRacingRedis(STORE.redis(), "move", () -> {
            int number = more.incrementAndGet();
            if (number <= 20) {
                client.enqueue(NewTask.of("t").id("new-" + number).build());
            }
        });
        TaskMover busy = new Inspector(racing, clock).moves();
        assertThat(busy.deleteAll("default", TaskState.PENDING)).isEqualTo(250);
        assertThat(STORE.oracle().texts("LRANGE", Q + "pending", "0", "-1")).containsExactly("new-3", "new-2", "new-1");
    }

    @Test
    void refusesAStateThatCantBeMovedAtOnce() {
        client.enqueue(NewTask.of("t").build());
        assertThatThrownBy(() -> moves.runAll("default", TaskState.ACTIVE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("state: active (expected:");
        assertThatThrownBy(() -> moves.archiveAll("default", TaskState.COMPLETED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> moves.deleteAll("default", TaskState.AGGREGATING))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void updatesThePayloadAndNothingElse() throws Exception {
        client.enqueue(NewTask.of("t")
                .id("a")
                .payload((byte) 1)
                .header("traceparent", "00-x")
                .processAt(now.plusSeconds(60))
                .build());
        String key = Q + "t:a";
        TaskMessage stored =
                TaskMessage.parseFrom(Objects.requireNonNull(STORE.oracle().bytes("HGET", key, "msg")));
        UnknownFieldSet fromTheFuture = UnknownFieldSet.newBuilder()
                .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
                .build();
        TaskMessage newer = stored.toBuilder().setUnknownFields(fromTheFuture).build();
        STORE.oracle().raw("HSET", key, "msg", newer.toByteArray());
        moves.updatePayload("default", "a", "other".getBytes(UTF_8));
        TaskMessage updated =
                TaskMessage.parseFrom(Objects.requireNonNull(STORE.oracle().bytes("HGET", key, "msg")));
        assertThat(updated.getPayload().toStringUtf8()).isEqualTo("other");
        assertThat(updated)
                .isEqualTo(newer.toBuilder().setPayload(updated.getPayload()).build());
        moves.run("default", "a");
        assertThatThrownBy(() -> moves.updatePayload("default", "a", new byte[0]))
                .hasMessage("asynq: cannot update task that is not in scheduled state.");
    }

    /** Two write at once: each must change the message that it read, or read again. */
    @Test
    void losesNoUpdateThatOthersMakeMeanwhile() throws Exception {
        client.enqueue(NewTask.of("t").id("a").processAt(now.plusSeconds(60)).build());
        String key = Q + "t:a";
        AtomicBoolean first = new AtomicBoolean(true);
        TestingRacingRedis racing = new TestingRacingRedis(STORE.redis(), "update_payload", () -> {
            if (first.getAndSet(false)) {
                TaskMessage stored = AsynqClient.message(NewTask.of("t").id("a").build()).toBuilder()
                        .putHeaders("other", "was here")
                        .build();
                STORE.oracle().raw("HSET", key, "msg", stored.toByteArray());
            }
        });
        new Inspector(racing, clock).moves().updatePayload("default", "a", "ours".getBytes(UTF_8));
        TaskMessage updated =
                TaskMessage.parseFrom(Objects.requireNonNull(STORE.oracle().bytes("HGET", key, "msg")));
        assertThat(updated.getHeadersMap()).containsEntry("other", "was here");
        assertThat(updated.getPayload().toStringUtf8()).isEqualTo("ours");
    }

    @Test
    void saysWhyATaskCantBeMoved() {
        client.enqueue(NewTask.of("t").id("a").build());
        assertThatThrownBy(() -> moves.run("default", "a"))
                .isInstanceOfSatisfying(
                        InspectException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.TASK_ALREADY_THERE));
        STORE.oracle().raw("DEL", Q + "pending");
        assertThatThrownBy(() -> moves.archive("default", "a"))
                .isInstanceOfSatisfying(
                        InspectException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.TASK_ELSEWHERE));
        assertThat(STORE.oracle().text("HGET", Q + "t:a", "state")).isEqualTo("pending");
    }

    @Test
    void cancelTellsHowManyServersListen() {
        assertThat(moves.cancel("a")).isZero();
    }
}
