// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.UncountedFailureException;
import com.avvyland.worker.asynq.broker.Settlement;
import com.avvyland.worker.asynq.proto.TaskMessage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

    private static final Instant NOW = Instant.ofEpochSecond(1767225600);

    private static TaskMessage task(int retried, int retry) {
        return TaskMessage.newBuilder()
                .setId("a")
                .setRetried(retried)
                .setRetry(retry)
                .build();
    }

    private static Settlement failed(TaskMessage task, Throwable error, FailurePolicy policy) {
        return Verdict.of(task, new Outcome.Failure(error), policy, NOW);
    }

    /** The ends of the range are worked out by hand from n⁴ + 15 + random(0..29)·(n+1). */
    @ParameterizedTest
    @CsvSource({"0, 15, 44", "1, 16, 74", "5, 640, 814", "10, 10015, 10334", "24, 331791, 332516"})
    void aFailureWaitsAsLongAsInGo(int retried, long least, long most) {
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int i = 0; i < 2_000; i++) {
            Settlement settlement = failed(task(retried, 25), new IllegalStateException("boom"), FailurePolicy.asynq());
            assertThat(settlement).isInstanceOf(Settlement.Retry.class);
            long wait =
                    Duration.between(NOW, ((Settlement.Retry) settlement).at()).toSeconds();
            shortest = Math.min(shortest, wait);
            longest = Math.max(longest, wait);
        }
        // Each of 30 values is drawn with a chance of 1 in 30: two thousand draws miss one in 10^-29 of all runs.
        assertThat(shortest).isEqualTo(least);
        assertThat(longest).isEqualTo(most);
    }

    /** asynq looks at the retries before it asks whether the failure counts. */
    @Test
    void aFailureThatDoesNotCountIsArchivedAllTheSameWhenNoRetryIsLeft() {
        FailurePolicy none = new FailurePolicy(RetryDelay.ASYNQ, _ -> false);
        assertThat(failed(task(3, 3), new IllegalStateException("boom"), none)).isInstanceOf(Settlement.Archive.class);
        assertThat(failed(task(3, 3), new UncountedFailureException("later"), FailurePolicy.asynq()))
                .isInstanceOf(Settlement.Archive.class);
        assertThat(failed(task(2, 3), new IllegalStateException("boom"), none))
                .isInstanceOfSatisfying(
                        Settlement.Retry.class,
                        retry -> assertThat(retry.counts()).isFalse());
    }

    @Test
    void anErrorWithoutATextIsNamedByItsClass() {
        assertThat(failed(task(0, 0), new StackOverflowError(), FailurePolicy.asynq()))
                .isInstanceOfSatisfying(
                        Settlement.Archive.class,
                        archive -> assertThat(archive.error()).isEqualTo("java.lang.StackOverflowError"));
    }

    @ParameterizedTest
    @CsvSource({"30,   0, 30", " 0,  50, 50", "30,  50, 30", "90,  50, 50", " 0,   0, 1800", "30, -50, -50"})
    void anAttemptEndsAtItsTimeoutOrItsDeadlineWhicheverIsFirst(long timeout, long deadlineIn, long end) {
        TaskMessage task = TaskMessage.newBuilder()
                .setTimeout(timeout)
                .setDeadline(deadlineIn == 0 ? 0 : NOW.getEpochSecond() + deadlineIn)
                .build();
        assertThat(Deadlines.of(task, NOW)).isEqualTo(NOW.plusSeconds(end));
    }
}
