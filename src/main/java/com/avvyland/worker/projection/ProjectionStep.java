// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.config.ProjectionConfig;
import com.avvyland.worker.journal.TaskNotes;
import com.avvyland.worker.projection.prompt.PromptPacks;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.ProjectionStepCallback;
import com.avvyland.worker.task.ProjectionStepTask;
import com.avvyland.worker.task.TaskFailure;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;

/** Begins and ends a projection step: the station {@code projectionStep}. Safe for any thread. */
public final class ProjectionStep {

    private final ProjectionConfig config;
    private final PromptPacks packs;
    private final TaskNotes notes;
    private final InstantSource clock;

    public ProjectionStep(ProjectionConfig config, PromptPacks packs, TaskNotes notes, InstantSource clock) {
        this.config = config;
        this.packs = packs;
        this.notes = notes;
        this.clock = clock;
    }

    /**
     * Return the step to work on.
     *
     * @throws TaskFailure permanent, when there is no prompt pack of the name that the task gives, or one of its pictures is
     *     none
     */
    public StepRun begin(
            @Body ProjectionStepTask task,
            @Header("CamelAsynqQueue") String queue,
            @Header("CamelAsynqTaskId") String taskId,
            @Header("CamelAsynqDeadline") @Nullable Instant deadline,
            @Variable("payload") String payload) {
        if (task.sourceImage() != null) {
            PictureCheck.checked("source_image", task.sourceImage());
        }
        for (int i = 0; i < task.referenceImages().size(); i++) {
            PictureCheck.checked(
                    "reference_images[%d]".formatted(i), task.referenceImages().get(i));
        }
        Integer attempts = task.maxAttempts();
        Double score = task.passScore();
        return new StepRun(
                task,
                packs.find(task.promptPack()),
                new AttemptRows(notes.of(queue, taskId, payload)),
                new Allowance(
                        attempts == null ? config.maxAttempts() : attempts,
                        score == null ? config.passScore() : score,
                        deadline,
                        clock));
    }

    /**
     * Return the answer of a step that passed.
     *
     * @throws TaskFailure permanent, when no picture passed: SCORE_TOO_LOW, or RESTRICTED_CONTENT where no judge wanted to
     *     look at any
     */
    public ProjectionStepCallback end(@Variable("work") StepRun run, @Header("CamelAsynqTaskId") String taskId) {
        if (run.passed() != null) {
            return ProjectionStepCallback.completed(run.task, taskId, run.report());
        }
        Round best = run.best();
        if (best != null && best.score == null) {
            throw new TaskFailure(FailureCode.RESTRICTED_CONTENT, String.valueOf(best.error));
        }
        throw new TaskFailure(FailureCode.SCORE_TOO_LOW, run.unpassed());
    }
}
