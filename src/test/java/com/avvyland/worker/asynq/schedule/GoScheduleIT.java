// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.testing.TestingClock;
import com.avvyland.worker.asynq.testing.TestingGoPeer;
import com.avvyland.worker.asynq.testing.TestingStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Has Go's inspector read our scheduler and Go's cron library answer the same questions. */
class GoScheduleIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private TestingGoPeer go;

    @BeforeEach
    void build() throws Exception {
        go = TestingGoPeer.on(STORE.server().port());
    }

    @Test
    void theInspectorReadsOurEntriesAndTheirHistory() throws Exception {
        Instant start = Instant.ofEpochSecond(Instant.now().getEpochSecond());
        TestingClock clock = new TestingClock(start);
        NewTask task = NewTask.of("report")
                .payload("p".getBytes(UTF_8))
                .queue("we(ir)d \"queue\"")
                .maxRetry(3)
                .timeout(Duration.ofSeconds(90))
                .deadline(Instant.parse("2030-01-02T03:04:05Z"))
                .unique(Duration.ofMillis(1500))
                .retention(Duration.ofHours(1))
                .build();
        Scheduler scheduler = new Scheduler(STORE.redis(), clock);
        String entry = scheduler.register(PeriodicTask.of("@every 10s", task));
        scheduler.turn();
        JsonNode before = go.ask("schedulers").get(0);
        assertThat(before.get("id").asText()).isEqualTo(entry);
        assertThat(before.get("spec").asText()).isEqualTo("@every 10s");
        assertThat(before.get("type").asText()).isEqualTo("report");
        assertThat(before.get("payload").asText()).isEqualTo("p");
        assertThat(before.get("never").asBoolean()).isTrue();
        long next = before.get("next").asLong();
        assertThat(next - start.getEpochSecond()).isBetween(1L, 10L);
        List<String> options = new ArrayList<>();
        before.get("options").forEach(option -> options.add(option.asText()));
        assertThat(options)
                .containsExactly(
                        "Queue(\"we(ir)d \\\"queue\\\"\")",
                        "MaxRetry(3)",
                        "Timeout(1m30s)",
                        "Deadline(Wed Jan  2 03:04:05 UTC 2030)",
                        "Unique(1.5s)",
                        "Retention(1h0m0s)");

        clock.advance(Duration.ofSeconds(10));
        scheduler.turn();
        JsonNode after = go.ask("schedulers").get(0);
        assertThat(after.get("prev").asLong()).isEqualTo(next);
        assertThat(after.get("never").asBoolean()).isFalse();
        JsonNode events = go.ask("history", entry);
        assertThat(events).hasSize(1);
        String id = events.get(0).get("TaskID").asText();
        assertThat(id).isEqualTo(entry + ":" + next);
        assertThat(Instant.parse(events.get(0).get("EnqueuedAt").asText())).isEqualTo(clock.instant());
        assertThat(go.ask("task", task.queue(), id).get("state").asText()).isEqualTo("pending");

        scheduler.close();
        assertThat(go.ask("schedulers")).isEmpty();
    }

    @Test
    void ticksAreThoseOfTheOriginal(@TempDir Path folder) throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        Path questions = Files.write(folder.resolve("questions"), new CronQuestions(seed).make(3_000));
        List<String> differences = new ArrayList<>();
        for (String line : go.run("cron", questions.toString()).lines().toList()) {
            String[] parts = line.split("\t");
            String ours = CronQuestions.answer(parts[0], Long.parseLong(parts[1]));
            if (!ours.equals(parts[2])) {
                differences.add(line + " ours " + ours);
            }
        }
        assertThat(differences).as("seed %d", seed).isEmpty();
    }
}
