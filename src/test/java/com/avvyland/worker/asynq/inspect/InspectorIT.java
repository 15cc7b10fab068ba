// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.broker.RegistryBroker;
import com.avvyland.worker.asynq.broker.WorkerBroker;
import com.avvyland.worker.asynq.proto.ServerInfo;
import com.avvyland.worker.asynq.proto.WorkerInfo;
import com.avvyland.worker.asynq.testing.TestingClock;
import com.avvyland.worker.asynq.testing.TestingGoPeer;
import com.avvyland.worker.asynq.testing.TestingStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InspectorIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final String Q = "asynq:{default}:";

    private final Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    private final TestingClock clock = new TestingClock(now);
    private final Inspector inspector = new Inspector(STORE.redis(), clock);
    private final AsynqClient client = new AsynqClient(STORE.redis(), clock);

    private static List<String> ids(List<TaskInfo> tasks) {
        return tasks.stream().map(TaskInfo::id).toList();
    }

    @Test
    void listsWhatIsNextFirstInPages() {
        for (int i = 0; i < 5; i++) {
            client.enqueue(NewTask.of("t").id("p" + i).build());
            client.enqueue(NewTask.of("t")
                    .id("s" + i)
                    .processAt(now.plusSeconds(60 + i))
                    .build());
        }
        assertThat(ids(inspector.tasks().list("default", TaskState.PENDING, new Page(1, 3))))
                .containsExactly("p0", "p1", "p2");
        assertThat(ids(inspector.tasks().list("default", TaskState.PENDING, new Page(2, 3))))
                .containsExactly("p3", "p4");
        assertThat(inspector.tasks().list("default", TaskState.PENDING, new Page(3, 3)))
                .isEmpty();
        assertThat(ids(inspector.tasks().list("default", TaskState.SCHEDULED, new Page(1, 2))))
                .containsExactly("s0", "s1");
        assertThat(inspector.tasks().find("default", "s1").orElseThrow().due()).isEqualTo(now.plusSeconds(61));
        assertThat(inspector.tasks().find("default", "none")).isEmpty();
    }

    @Test
    void countsAsGoDoes() throws Exception {
        client.enqueue(NewTask.of("t").build());
        client.enqueue(NewTask.of("t").id("a").build());
        client.enqueue(NewTask.of("t").processAt(now.plusSeconds(60)).build());
        client.enqueue(NewTask.of("t").group("g").build());
        inspector.moves().archive("default", "a");
        clock.advance(Duration.ofSeconds(3));
        QueueInfo ours = inspector.queue("default");
        assertThat(ours.latency()).isEqualTo(Duration.ofSeconds(3));
        assertThat(ours.size()).isEqualTo(4);
        assertThat(inspector.queues()).containsExactly("default");
        JsonNode go = TestingGoPeer.on(STORE.server().port()).ask("queue", "default");
        assertThat(ours.pending()).isEqualTo(go.get("Pending").asLong()).isEqualTo(1);
        assertThat(ours.archived()).isEqualTo(go.get("Archived").asLong()).isEqualTo(1);
        assertThat(ours.scheduled()).isEqualTo(go.get("Scheduled").asLong()).isEqualTo(1);
        assertThat(ours.aggregating()).isEqualTo(go.get("Aggregating").asLong()).isEqualTo(1);
    }

    @Test
    void leavesRunningTasksAlone() {
        client.enqueue(NewTask.of("t").id("a").build());
        new WorkerBroker(STORE.redis(), clock, Duration.ofSeconds(30)).dequeue("default", 1);
        assertThatThrownBy(() -> inspector.moves().delete("default", "a")).hasMessageContaining("active");
        assertThat(STORE.oracle().number("ZCARD", Q + "lease")).isEqualTo(1);
    }

    @Test
    void pausesOnceAndUnpausesOnce() {
        inspector.pause("default");
        assertThatThrownBy(() -> inspector.pause("default")).hasMessage("queue \"default\" is already paused");
        assertThat(inspector.queue("default").paused()).isTrue();
        inspector.unpause("default");
        assertThatThrownBy(() -> inspector.unpause("default")).hasMessage("queue \"default\" is not paused");
    }

    @Test
    void removesAQueueWithAllItHas() {
        for (int i = 0; i < 250; i++) {
            client.enqueue(NewTask.of("t").build());
            client.enqueue(NewTask.of("t").processAt(now.plusSeconds(60)).build());
        }
        client.enqueue(
                NewTask.of("u").id("a").group("g").unique(Duration.ofHours(1)).build());
        client.enqueue(NewTask.of("t").queue("other").id("o").build());
        String set = Q + "g:g:2c1f9e4a-0000-4000-8000-000000000001";
        STORE.oracle().raw("RENAME", Q + "g:g", set);
        STORE.oracle().raw("ZADD", Q + "aggregation_sets", "1", set);
        for (int days : List.of(-1, 0, 1, 89, 90)) {
            String day =
                    LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(days).toString();
            STORE.oracle().raw("SET", Q + "processed:" + day, "1");
            STORE.oracle().raw("SET", Q + "failed:" + day, "1");
        }
        assertThatThrownBy(() -> inspector.remove("default", false))
                .hasMessage("queue is not empty: queue=\"default\"");
        assertThat(STORE.oracle().number("EXISTS", Q + "paused"))
                .as("refused: not paused")
                .isZero();
        inspector.remove("default", true);
        assertThat(STORE.oracle().texts("KEYS", "asynq:*"))
                .containsExactlyInAnyOrder("asynq:queues", "asynq:{other}:pending", "asynq:{other}:t:o");
        assertThat(inspector.queues()).containsExactly("other");
    }

    @Test
    void doesNotRemoveAQueueWithARunningTask() {
        client.enqueue(NewTask.of("t").id("a").build());
        new WorkerBroker(STORE.redis(), clock, Duration.ofSeconds(30)).dequeue("default", 1);
        assertThatThrownBy(() -> inspector.remove("default", true)).hasMessage("cannot remove queue with active tasks");
        assertThat(STORE.oracle().number("EXISTS", Q + "t:a")).isEqualTo(1);
        assertThat(inspector.queue("default").paused()).isFalse();
    }

    @Test
    void countsByDayTodayFirst() {
        client.enqueue(NewTask.of("t").build());
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        STORE.oracle().raw("SET", Q + "processed:" + today, "7");
        STORE.oracle().raw("SET", Q + "failed:" + today.minusDays(1), "2");
        assertThat(inspector.history("default", 3))
                .containsExactly(
                        new DayStats(today, 7, 0),
                        new DayStats(today.minusDays(1), 0, 2),
                        new DayStats(today.minusDays(2), 0, 0));
        assertThatThrownBy(() -> inspector.history("default", 0)).hasMessage("days: 0 (expected: 1 to 90)");
        assertThatThrownBy(() -> inspector.history("none", 1)).hasMessage("asynq: queue not found");
    }

    @Test
    void anActiveTaskIsOrphanedWhenItsLeaseIsOver() {
        client.enqueue(NewTask.of("t").id("a").build());
        new WorkerBroker(STORE.redis(), clock, Duration.ofSeconds(30)).dequeue("default", 1);
        clock.advance(Duration.ofSeconds(29));
        assertThat(inspector.tasks().list("default", TaskState.ACTIVE, Page.first()))
                .extracting(TaskInfo::orphaned)
                .containsExactly(false);
        clock.advance(Duration.ofSeconds(1));
        assertThat(inspector.tasks().list("default", TaskState.ACTIVE, Page.first()))
                .extracting(TaskInfo::orphaned)
                .containsExactly(true);
        assertThat(inspector.tasks().find("default", "a").orElseThrow().orphaned())
                .isTrue();
    }

    @Test
    void aRunningTaskIsMatchedByQueueAndId() {
        WorkerBroker worker = new WorkerBroker(STORE.redis(), clock, Duration.ofSeconds(30));
        for (String queue : List.of("one", "two")) {
            client.enqueue(NewTask.of("t").queue(queue).id("same").build());
            client.enqueue(NewTask.of("t").queue(queue).id("lost").build());
            worker.dequeue(queue, 2);
        }
        ServerInfo server = ServerInfo.newBuilder()
                .setHost("h")
                .setPid(1)
                .setServerId("s")
                .setStatus("active")
                .build();
        List<WorkerInfo> workers = Stream.of("one", "two")
                .map(queue -> WorkerInfo.newBuilder()
                        .setServerId("s")
                        .setTaskId("same")
                        .setQueue(queue)
                        .build())
                .toList();
        RegistryBroker registry = new RegistryBroker(STORE.redis(), clock);
        // One hash field a task id: of two equal ids only the last is shown, as with asynq.
        registry.beat(server, workers, Duration.ofSeconds(10));
        assertThat(inspector.tasks().running("two", Page.first()))
                .extracting(running -> running.task().id(), running -> running.worker() != null)
                .containsExactly(tuple("same", true), tuple("lost", false));
        assertThat(inspector.tasks().running("one", Page.first()))
                .extracting(running -> running.worker() != null)
                .containsExactly(false, false);
        assertThat(inspector.servers().servers())
                .singleElement()
                .satisfies(state -> assertThat(state.workers()).hasSize(1));
    }
}
