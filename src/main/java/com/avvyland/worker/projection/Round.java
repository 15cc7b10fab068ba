// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.provider.ProviderAttempt;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.task.Image;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds one picture of a step from its prompt to its score. Used by the task's own thread. */
final class Round {

    final int number;
    final String prompt;
    final long startedAt;

    /** How the provider that painted did. */
    @Nullable
    ProviderAttempt painter;

    @Nullable
    Image picture;

    /** What to ask a judge; absent when no judge is asked. */
    @Nullable
    Vision question;

    /** What the local checks give, 0..1. */
    double local = 1;

    @Nullable
    Double score;

    @Nullable
    String judge;

    long judgeMicroUsd;

    /** Why there is no score, or which judges were asked in vain before the one that gave it. */
    @Nullable
    String error;

    List<String> reasons = List.of();

    long endedAt;

    private boolean passed;

    Round(int number, String prompt, long startedAt) {
        this.number = number;
        this.prompt = prompt;
        this.startedAt = startedAt;
    }

    void close(double passScore, long now) {
        passed = score != null && score >= passScore;
        endedAt = now;
    }

    boolean passed() {
        return passed;
    }

    /** Return how good the picture is among others: one without a score is worse than any. */
    double rank() {
        return score == null ? -1 : score;
    }

    String outcome() {
        return score == null ? "failed" : passed ? "passed" : "below_pass_score";
    }
}
