// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.projection.TestingStep.Ended;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.ProjectionAttempt;
import com.avvyland.worker.task.ProjectionStepCallback;
import com.avvyland.worker.task.StepReport;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Promises when a step's attempts end, with which picture, and what each of them has cost. */
class AttemptLoopIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private @Nullable TestingStep step;

    @AfterEach
    void stop() {
        if (step != null) {
            step.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("com.avvyland.worker.projection.AttemptScripts#ends")
    void endsAsTheScoresSay(String name, AttemptScripts.Script script, AttemptScripts.Expected expected) {
        TestingStep running = start(Map.of());
        script.write(running);

        Ended ended = running.run();

        assertThat(code(ended)).as(String.valueOf(ended.failure())).isEqualTo(expected.code());
        assertThat(ended.report().score()).isEqualTo(expected.score());
        assertThat(ended.report().attempts())
                .extracting(ProjectionAttempt::outcome)
                .containsExactlyElementsOf(expected.outcomes());
        assertThat(running.gemini.calls()).hasSize(expected.pictures());
        assertThat(ended.callback() == null).isEqualTo(expected.code() != null);
    }

    @Test
    void asksTheNextTimeInOtherWordsWithTheReasons() {
        TestingStep running = start(Map.of());
        running.paints();
        running.judges(0.5, "Show the left side.");
        running.paints();
        running.judges(0.9);

        List<ProjectionAttempt> attempts = running.run().report().attempts();

        assertThat(attempts.get(0).promptUsed()).doesNotContain("Show the left side.");
        assertThat(attempts.get(1).promptUsed()).contains("Show the left side.").contains("attempt 2");
        assertThat(attempts.get(0).scoreReasons()).isEqualTo("Show the left side.");
    }

    @Test
    void returnsTheEarlierOfTwoEquallyGoodPictures() {
        TestingStep running = start(Map.of());
        running.paints();
        running.judges(0.3, "Show the left side.");
        running.paints();
        running.judges(0.7, "Keep the handle.");
        running.paints();
        running.judges(0.7, "Keep the spout.");

        StepReport report = running.run().report();

        assertThat(report.promptUsed()).isEqualTo(report.attempts().get(1).promptUsed());
        assertThat(report.generated()).isEqualTo(TestingObject.back(10));
    }

    @Test
    void tellsEveryAttemptWithWhoItWasAndWhatItCost() {
        TestingStep running = start(Map.of());
        running.gemini.next(Mishap.answer(503, "{}"));

        ProjectionStepCallback callback = callback(running.run());

        assertThat(callback.attempts()).extracting(ProjectionAttempt::number).containsExactly(1, 2);
        assertThat(callback.attempts()).extracting(ProjectionAttempt::round).containsExactly(1, 1);
        assertThat(callback.attempts()).extracting(ProjectionAttempt::provider).containsExactly("gemini", "openai");
        ProjectionAttempt down = callback.attempts().get(0);
        assertThat(down.outcome()).isEqualTo("failed");
        assertThat(down.error()).contains("503");
        assertThat(down.costUsd()).isNull();
        assertThat(callback.attempts().get(1).costUsd()).isPositive();
        assertThat(callback.promptPack()).isNotNull();
    }

    @Test
    void asksAJudgeOfAnotherFamilyThanThePainters() {
        TestingStep running = start(Map.of());
        running.paints();

        ProjectionStepCallback callback = callback(running.run());

        assertThat(callback.attempts().getFirst().provider()).isEqualTo("gemini");
        assertThat(callback.attempts().getFirst().judge()).isEqualTo("openai");
    }

    @Test
    void triesTheTaskAgainWhenNoJudgeIsThereAndPaysNoPictureTwice() {
        TestingStep running = start(Map.of());
        running.paints();
        running.openai.next(Mishap.answer(503, "{}"));
        running.gemini.next(Mishap.answer(503, "{}"));

        Ended down = running.run();
        assertThat(code(down)).isEqualTo(FailureCode.PROVIDER_UNAVAILABLE);
        assertThat(down.report().generated()).isNotNull();
        assertThat(down.report().score()).isNull();
        Double paid = down.report().attempts().getFirst().costUsd();
        int calls = running.gemini.calls().size();
        running.restart();
        running.judges(0.9);
        Ended again = running.run();

        ProjectionAttempt row = callback(again).attempts().getFirst();
        assertThat(callback(again).attempts()).hasSize(1);
        assertThat(running.gemini.calls()).hasSize(calls);
        assertThat(row.outcome()).isEqualTo("passed");
        assertThat(row.error()).isNull();
        assertThat(row.costUsd()).isGreaterThan(paid == null ? 0 : paid);
    }

    @Test
    void tellsTheFailedAttemptsOfEarlierTries() {
        TestingStep running = start(Map.of());
        running.gemini.next(Mishap.answer(503, "{}"));
        running.openai.next(Mishap.answer(503, "{}"));
        assertThat(code(running.run())).isEqualTo(FailureCode.PROVIDER_UNAVAILABLE);
        running.restart();
        running.paints();
        running.judges(0.9);

        List<ProjectionAttempt> attempts = callback(running.run()).attempts();

        assertThat(attempts).extracting(ProjectionAttempt::outcome).containsExactly("failed", "failed", "passed");
        assertThat(attempts).extracting(ProjectionAttempt::number).containsExactly(1, 2, 3);
    }

    @Test
    void returnsTheBestWhenTheBudgetIsExhausted() {
        TestingStep running = start(Map.of("worker.providers.max_cost_per_task", "0.10"));
        running.paints();
        running.judges(0.6, "Show the left side.");

        Ended ended = running.run();

        assertThat(code(ended)).isEqualTo(FailureCode.SCORE_TOO_LOW);
        assertThat(ended.failure()).hasMessageContaining("ceiling of cost");
        assertThat(ended.report().score()).isEqualTo(0.6);
        assertThat(running.gemini.calls()).hasSize(1);
        assertThat(ended.report().attempts())
                .extracting(ProjectionAttempt::outcome)
                .containsExactly("below_pass_score", "skipped", "skipped");
    }

    @Test
    void comesAgainWhenTheBudgetAllowsNoPictureAtAll() {
        TestingStep running = start(Map.of("worker.providers.max_cost_per_task", "0.01"));

        Ended ended = running.run();

        assertThat(code(ended)).isEqualTo(FailureCode.PROVIDER_UNAVAILABLE);
        assertThat(running.gemini.calls()).isEmpty();
        assertThat(ended.report().generated()).isNull();
    }

    @Test
    void beginsNoAttemptThatWouldNotEndBeforeTheDeadline() {
        TestingStep running = start(Map.of());
        running.gemini.next(Mishap.answer(429, "{}").with("Retry-After", "20"));
        running.paints();
        running.judges(0.6, "Show the left side.");
        var deadline = running.worker().clock().instant().plusSeconds(45);

        Ended ended = running.run(TestingStep.task(null, null), Map.of("CamelAsynqDeadline", deadline));

        assertThat(code(ended)).isEqualTo(FailureCode.SCORE_TOO_LOW);
        assertThat(ended.failure()).hasMessageContaining("deadline");
        assertThat(running.gemini.calls()).hasSize(2);
    }

    @Test
    void buysNothingMoreForATaskThatIsCancelled() throws Exception {
        TestingStep running = start(Map.of());
        running.paints();
        running.openai.next(Mishap.of(Mishap.Kind.HANG));
        FutureTask<Ended> task = new FutureTask<>(running::run);
        Thread thread = Thread.ofVirtual().start(task);
        await().atMost(ofSeconds(20)).until(() -> running.openai.calls().size() == 1);

        thread.interrupt();
        Ended ended = task.get();

        assertThat(ended.callback()).isNull();
        assertThat(chain(ended.failure())).hasAtLeastOneElementOfType(InterruptedException.class);
        assertThat(running.gemini.calls()).hasSize(1);
        assertThat(running.openai.calls()).hasSize(1);
        running.restart();
        running.judges(0.9);
        assertThat(callback(running.run()).score()).isEqualTo(0.9);
        assertThat(running.gemini.calls()).hasSize(1);
    }

    @Test
    void takesItsOwnNumberOfAttemptsAndPassScoreFromTheTask() {
        TestingStep running = start(Map.of());
        running.paints();
        running.judges(0.6, "Show the left side.");

        Ended ended = running.run(TestingStep.task(1, 0.7), Map.of());

        assertThat(ended.failure()).hasMessage("score: 0.60 after 1 of 1 attempts (expected: at least 0.70)");
        assertThat(running.gemini.calls()).hasSize(1);
    }

    @Test
    void makesTheSameWordsOfTheSameStep() {
        TestingStep running = start(Map.of());
        running.paints();
        running.judges(0.9);
        String first = callback(running.run()).promptUsed();
        running.worker().redis().getKeys().flushall();
        running.restart();
        running.paints();
        running.judges(0.9);

        assertThat(callback(running.run()).promptUsed()).isEqualTo(first);
    }

    private TestingStep start(Map<String, String> more) {
        TestingStep started = new TestingStep(REDIS, more);
        step = started;
        return started;
    }

    private static ProjectionStepCallback callback(Ended ended) {
        assertThat(ended.failure()).isNull();
        ProjectionStepCallback callback = ended.callback();
        if (callback == null) {
            throw new AssertionError("no callback");
        }
        return callback;
    }

    private static @Nullable FailureCode code(Ended ended) {
        return ended.failure() instanceof TaskFailure failure ? failure.code() : null;
    }

    private static List<Throwable> chain(@Nullable Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }
}
