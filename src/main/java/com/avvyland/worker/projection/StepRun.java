// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.projection.picture.Prepared;
import com.avvyland.worker.projection.picture.Raster;
import com.avvyland.worker.projection.prompt.PromptPack;
import com.avvyland.worker.task.Callback;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.task.ProjectionStepCallback;
import com.avvyland.worker.task.ProjectionStepTask;
import com.avvyland.worker.task.StepReport;
import com.avvyland.worker.task.StepReport.Preprocessing;
import com.avvyland.worker.task.Unfinished;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds what one try of a projection step knows, from its source to its best picture: the variable {@code work} of the
 * step's route. Used by the task's own thread.
 */
public final class StepRun implements Unfinished {

    final ProjectionStepTask task;
    final PromptPack pack;
    final AttemptRows rows;
    final Allowance allowance;

    @Nullable
    Image source;

    @Nullable
    Raster raster;

    @Nullable
    Prepared prepared;

    @Nullable
    Preprocessing preprocessing;

    /** Why the background was not removed in the usual way. */
    @Nullable
    String removalNote;

    private @Nullable String removal;
    private long removalMicroUsd;
    private final long begunAt;
    private final List<Round> rounds = new ArrayList<>();
    private @Nullable String stopped;

    StepRun(ProjectionStepTask task, PromptPack pack, AttemptRows rows, Allowance allowance) {
        this.begunAt = allowance.clock().millis();
        this.task = task;
        this.pack = pack;
        this.rows = rows;
        this.allowance = allowance;
    }

    /** Tell whether another picture is to be made; routes ask. */
    public boolean isOpen() {
        if (stopped == null && passed() == null && !rounds.isEmpty()) {
            stopped = allowance.refusal(rounds);
        }
        return stopped == null && passed() == null;
    }

    /** Tell whether the last attempt has a picture; routes ask. */
    public boolean isPainted() {
        return !rounds.isEmpty() && round().picture != null;
    }

    /** Tell whether the last picture is worth a judge's time; routes ask. */
    public boolean isJudgeable() {
        return round().question != null;
    }

    /** Remember who removed the background: a provider, {@code local}, {@code alpha} or {@code none}. */
    void removal(String name, long microUsd) {
        removal = name;
        removalMicroUsd = microUsd;
    }

    @Nullable
    String removalName() {
        return removal;
    }

    /** Take the prepared picture. */
    void ready(Prepared ready, long now) {
        prepared = ready;
        raster = null;
        preprocessing = new Preprocessing(
                removal == null ? "none" : removal,
                removalNote,
                now - begunAt,
                removalMicroUsd == 0 ? null : removalMicroUsd / 1e6);
    }

    /** Return the prepared picture. */
    Prepared ready() {
        if (prepared == null) {
            throw new IllegalStateException("picture: not prepared (expected: the step preparing before this one)");
        }
        return prepared;
    }

    /** Return the picture of the round that is under way. */
    Image picture() {
        Image picture = round().picture;
        if (picture == null) {
            throw new IllegalStateException("picture: none (expected: the step painting before this one)");
        }
        return picture;
    }

    /** Make no further picture, for a reason. */
    void stop(String reason) {
        stopped = reason;
    }

    Round next(String prompt, long startedAt) {
        Round round = new Round(rounds.size() + 1, prompt, startedAt);
        rounds.add(round);
        return round;
    }

    /** Return the round that is under way. */
    Round round() {
        if (rounds.isEmpty()) {
            throw new IllegalStateException("round: none (expected: one that painting has begun)");
        }
        return rounds.getLast();
    }

    /** Return the reasons that the next picture has to heed. */
    List<String> reasons() {
        return rounds.isEmpty() ? List.of() : round().reasons;
    }

    int count() {
        return rounds.size();
    }

    /** Return the round whose picture passed. */
    @Nullable
    Round passed() {
        return rounds.isEmpty() || !round().passed() ? null : round();
    }

    /** Return the round with the best picture: the highest score, the earlier one of equals; an unscored one only for want of any. */
    @Nullable
    Round best() {
        Round best = null;
        for (Round round : rounds) {
            if (round.picture != null && (best == null || round.rank() > best.rank())) {
                best = round;
            }
        }
        return best;
    }

    /** Say in one line why there is no picture that passed. */
    String unpassed() {
        Round best = best();
        String score = best == null || best.score == null ? "none" : Scores.text(best.score);
        return "score: %s after %d of %d attempts (expected: at least %s%s)"
                .formatted(
                        score,
                        rounds.size(),
                        allowance.maxAttempts(),
                        Scores.text(allowance.passScore()),
                        stopped == null || rounds.size() >= allowance.maxAttempts() ? "" : "; " + stopped);
    }

    /** Return what there is to show. */
    StepReport report() {
        Round best = best();
        Prepared ready = prepared;
        return new StepReport(
                new StepReport.Pack(pack.name(), pack.version(), pack.digest()),
                preprocessing,
                best != null ? best.prompt : rounds.isEmpty() ? null : round().prompt,
                source,
                ready == null ? null : ready.image(),
                best == null ? null : best.picture,
                best == null ? null : best.score,
                rows.numbered());
    }

    @Override
    public Callback failed(String taskId, String error, FailureCode code) {
        return ProjectionStepCallback.failed(task, taskId, error, code, report());
    }
}
