// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.broker.WorkerBroker;
import com.avvyland.worker.asynq.testing.TestingClock;
import com.avvyland.worker.asynq.testing.TestingGoPeer;
import com.avvyland.worker.asynq.testing.TestingStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
        return tasks.stream().map(task -> task.message().getId()).toList();
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
        assertThat(ids(inspector.list("default", TaskState.PENDING, 1, 3))).containsExactly("p0", "p1", "p2");
        assertThat(ids(inspector.list("default", TaskState.PENDING, 2, 3))).containsExactly("p3", "p4");
        assertThat(inspector.list("default", TaskState.PENDING, 3, 3)).isEmpty();
        assertThat(ids(inspector.list("default", TaskState.SCHEDULED, 1, 2))).containsExactly("s0", "s1");
        assertThat(inspector.task("default", "s1").orElseThrow().due()).isEqualTo(now.plusSeconds(61));
        assertThat(inspector.task("default", "none")).isEmpty();
    }

    @Test
    void countsAsGoDoes() throws Exception {
        client.enqueue(NewTask.of("t").build());
        client.enqueue(NewTask.of("t").id("a").build());
        client.enqueue(NewTask.of("t").processAt(now.plusSeconds(60)).build());
        client.enqueue(NewTask.of("t").group("g").build());
        inspector.archive("default", "a");
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
    void movesTasksByHand() {
        client.enqueue(NewTask.of("t").id("a").processAt(now.plusSeconds(60)).build());
        inspector.run("default", "a");
        assertThat(STORE.oracle().texts("LRANGE", Q + "pending", "0", "-1")).containsExactly("a");
        assertThatThrownBy(() -> inspector.run("default", "a")).isInstanceOf(InspectException.class);
        inspector.archive("default", "a");
        assertThat(STORE.oracle().texts("ZRANGE", Q + "archived", "0", "-1")).containsExactly("a");
        inspector.delete("default", "a");
        assertThat(STORE.oracle().texts("KEYS", Q + "*")).isEmpty();
        assertThatThrownBy(() -> inspector.delete("default", "a")).hasMessage("asynq: task not found");
    }

    @Test
    void deletingFreesTheLockAlsoOfAGroupedTask() {
        client.enqueue(
                NewTask.of("t").id("a").group("g").unique(Duration.ofHours(1)).build());
        assertThat(ids(inspector.group("default", "g", 1, 10))).containsExactly("a");
        inspector.delete("default", "a");
        assertThat(STORE.oracle().texts("KEYS", Q + "*")).isEmpty();
    }

    @Test
    void leavesRunningTasksAlone() {
        client.enqueue(NewTask.of("t").id("a").build());
        new WorkerBroker(STORE.redis(), clock, Duration.ofSeconds(30)).dequeue("default", 1);
        assertThatThrownBy(() -> inspector.delete("default", "a")).hasMessageContaining("active");
        assertThat(STORE.oracle().number("ZCARD", Q + "lease")).isEqualTo(1);
    }

    @Test
    void runsAllOfAState() {
        for (int i = 0; i < 250; i++) {
            client.enqueue(NewTask.of("t").processAt(now.plusSeconds(60)).build());
        }
        assertThat(inspector.each("default", TaskState.SCHEDULED, inspector::run))
                .isEqualTo(250);
        assertThat(STORE.oracle().number("LLEN", Q + "pending")).isEqualTo(250);
    }

    @Test
    void pausesOnceAndResumesOnce() {
        assertThat(inspector.pause("default")).isTrue();
        assertThat(inspector.pause("default")).isFalse();
        assertThat(inspector.queue("default").paused()).isTrue();
        assertThat(inspector.resume("default")).isTrue();
        assertThat(inspector.resume("default")).isFalse();
    }
}
