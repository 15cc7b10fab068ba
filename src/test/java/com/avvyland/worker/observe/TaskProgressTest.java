// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.testing.TestingClock;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TaskProgressTest {

    private static final Duration MOMENT = Duration.ofMillis(100);

    private final TestingClock clock = new TestingClock(Instant.ofEpochMilli(1_000_000));
    private final TestingLater later = new TestingLater(clock);
    private final TestingResultWriter writer = new TestingResultWriter();
    private final TaskProgress progress = new TaskProgress(writer, plan(), 2, clock, later);

    private static StepPlan plan() {
        Map<String, String> steps = new LinkedHashMap<>();
        steps.put("read-model", "");
        steps.put("render", "Render previews");
        steps.put("deliver", "");
        return new StepPlan(steps);
    }

    private int percent() {
        return writer.last().get("percent").asInt();
    }

    @Test
    void theFirstStepIsWrittenAtOnceAsDeterministicCbor() {
        progress.began("read-model");
        assertThat(writer.written()).hasSize(1);
        Map<String, Object> expected = Map.of(
                "percent",
                0,
                "step",
                "read-model",
                "message",
                "read model",
                "started_at",
                1_000_000L,
                "updated_at",
                1_000_000L,
                "attempt",
                2);
        assertThat(Bytes.of(writer.written().getFirst())).isEqualTo(CborEncoder.encode(expected));
    }

    @Test
    void atMostOneWriteASecondAndTheNewestStateWins() {
        for (int i = 0; i < 100; i++) {
            progress.began(i % 2 == 0 ? "read-model" : "render");
            progress.detail("waiting " + i);
            later.advance(MOMENT);
        }
        assertThat(writer.written()).as("in ten seconds").hasSize(11);
        assertThat(later.waiting()).as("timers of one task").isLessThanOrEqualTo(1);
        assertThat(writer.last().get("detail").asText()).isEqualTo("waiting 99");
        assertThat(writer.last().get("updated_at").asLong()).isEqualTo(1_010_000);
    }

    @Test
    void theLastStateOfALongStepIsWrittenWhenTheSecondIsOver() {
        progress.began("read-model");
        progress.finished("read-model");
        progress.began("render");
        assertThat(writer.written()).hasSize(1);
        later.advance(Duration.ofSeconds(1));
        assertThat(writer.written()).hasSize(2);
        JsonNode document = writer.last();
        assertThat(document.get("step").asText()).isEqualTo("render");
        assertThat(document.get("message").asText()).isEqualTo("Render previews");
        assertThat(document.get("percent").asInt()).isEqualTo(33);
    }

    @Test
    void aStepSeenAgainDoesNotCountAgainAndPercentNeverFalls() {
        for (String step : new String[] {"read-model", "render", "read-model", "render", "elsewhere", "read-model"}) {
            progress.began(step);
            progress.finished(step);
            later.advance(Duration.ofSeconds(1));
            later.advance(Duration.ofSeconds(1));
        }
        assertThat(percent()).isEqualTo(66);
    }

    @Test
    void itStaysBelowAHundredUntilTheTaskIsDone() {
        progress.began("deliver");
        progress.finished("deliver");
        later.advance(Duration.ofSeconds(1));
        assertThat(percent()).isEqualTo(99);
        JsonNode done = TestingResultWriter.decode(progress.done());
        assertThat(done.get("percent").asInt()).isEqualTo(100);
        assertThat(done.get("message").asText()).isEqualTo("done");
    }

    @Test
    void aNewStepTakesTheDetailAway() {
        progress.began("read-model");
        progress.detail("waiting for tencent");
        later.advance(Duration.ofSeconds(1));
        assertThat(writer.last().get("detail").asText()).isEqualTo("waiting for tencent");
        progress.began("render");
        later.advance(Duration.ofSeconds(1));
        assertThat(writer.last().has("detail")).isFalse();
    }

    @Test
    void aDetailIsCutSoThatTheDocumentStaysSmall() {
        progress.detail("x".repeat(1 << 20));
        assertThat(writer.written().getFirst()).hasSizeLessThan(400);
    }

    @Test
    void aRedisThatDoesNotAnswerHoldsUpNothingAndGetsOneWrite() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        writer.answer(answer);
        for (int i = 0; i < 50; i++) {
            progress.detail("waiting " + i);
            later.advance(Duration.ofSeconds(1));
        }
        assertThat(writer.written()).hasSize(1);
        assertThat(later.waiting()).isZero();
        writer.answer(CompletableFuture.completedFuture(true));
        answer.completeExceptionally(new IllegalStateException("redis: away"));
        assertThat(writer.written()).hasSize(2);
        assertThat(writer.last().get("detail").asText()).isEqualTo("waiting 49");
    }

    @Test
    void aTaskThatIsNoLongerOursIsNotWrittenAgain() {
        writer.answer(CompletableFuture.completedFuture(false));
        progress.began("read-model");
        later.advance(Duration.ofSeconds(5));
        progress.began("render");
        assertThat(writer.written()).hasSize(1);
    }

    @Test
    void whatWaitsAtTheEndIsNotWrittenAfterIt() {
        progress.began("read-model");
        progress.began("render");
        progress.end();
        later.advance(Duration.ofSeconds(5));
        progress.began("deliver");
        assertThat(writer.written()).hasSize(1);
    }

    @Test
    void aClockThatIsSetBackDelaysAWriteByASecondAtMost() {
        progress.began("read-model");
        clock.advance(Duration.ofDays(-1));
        progress.began("render");
        later.advance(Duration.ofSeconds(1));
        assertThat(writer.written()).as("a day of silence would be wrong").hasSize(2);
    }
}
