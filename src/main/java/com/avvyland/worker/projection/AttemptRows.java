// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.journal.TaskNotes;
import com.avvyland.worker.provider.ProviderAttempt;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborEncoder;
import com.avvyland.worker.task.CborLimits;
import com.avvyland.worker.task.CborReader;
import com.avvyland.worker.task.ProjectionAttempt;
import com.avvyland.worker.task.TaskFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the rows of {@code attempts[]} over all tries of a task: what was paid in an earlier try is told with its cost
 * and its time then, though the journal has it for nothing now. Used by the task's own thread.
 */
final class AttemptRows {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptRows.class);

    /** Ten rounds, eight providers, 25 tries of asynq: more rows than that tell nothing new. */
    private static final int MOST = 2000;

    private static final String NOTE = "attempts";
    private static final CborReader READER = new CborReader(new CborLimits(64 << 20, 8, MOST * 40, 64 << 10, 255));

    private final TaskNotes.Task notes;
    private final List<ProjectionAttempt> rows = new ArrayList<>();

    AttemptRows(TaskNotes.Task notes) {
        this.notes = notes;
        Bytes earlier = notes.find(NOTE);
        if (earlier != null) {
            restore(earlier);
        }
    }

    /** Add a provider that did not paint. */
    void failed(Round round, ProviderAttempt asked, @Nullable String removal) {
        String outcome = asked.fault() != null && asked.fault().unasked() ? "skipped" : "failed";
        add(new ProjectionAttempt(
                0,
                round.number,
                asked.provider(),
                asked.model(),
                round.prompt,
                removal,
                outcome,
                null,
                null,
                null,
                asked.error(),
                asked.startedAt(),
                asked.durationMs(),
                dollars(asked.costMicroUsd())));
    }

    /** Add or renew the row of the provider that painted a round's picture. */
    void painted(Round round, ProviderAttempt painter, @Nullable String removal) {
        ProjectionAttempt row = row(round, painter, removal);
        int earlier = find(row);
        if (earlier < 0) {
            add(row);
            return;
        }
        rows.set(earlier, merged(rows.get(earlier), row, painter.costMicroUsd() == 0));
    }

    /** Write the rows where the task's next try finds them. */
    void keep() {
        notes.keep(NOTE, CborEncoder.encode(new Note(rows)));
    }

    List<ProjectionAttempt> numbered() {
        List<ProjectionAttempt> numbered = new ArrayList<>();
        for (ProjectionAttempt row : rows) {
            numbered.add(new ProjectionAttempt(
                    numbered.size() + 1,
                    row.round(),
                    row.provider(),
                    row.model(),
                    row.promptUsed(),
                    row.backgroundRemoval(),
                    row.outcome(),
                    row.score(),
                    row.scoreReasons(),
                    row.judge(),
                    row.error(),
                    row.startedAt(),
                    row.durationMs(),
                    row.costUsd()));
        }
        return numbered;
    }

    private static ProjectionAttempt row(Round round, ProviderAttempt painter, @Nullable String removal) {
        return new ProjectionAttempt(
                0,
                round.number,
                painter.provider(),
                painter.model(),
                round.prompt,
                removal,
                round.outcome(),
                round.score,
                round.reasons.isEmpty() ? null : String.join("; ", round.reasons),
                round.judge,
                round.error,
                painter.startedAt(),
                painter.durationMs(),
                dollars(painter.costMicroUsd() + round.judgeMicroUsd));
    }

    /** Keep what an earlier try has seen and paid, where this one was given it by the journal. */
    private static ProjectionAttempt merged(ProjectionAttempt earlier, ProjectionAttempt now, boolean found) {
        double cost = (earlier.costUsd() == null ? 0 : earlier.costUsd()) + (now.costUsd() == null ? 0 : now.costUsd());
        return new ProjectionAttempt(
                0,
                now.round(),
                now.provider(),
                now.model(),
                now.promptUsed(),
                now.backgroundRemoval(),
                now.outcome(),
                now.score(),
                now.scoreReasons(),
                now.judge(),
                now.error(),
                found ? earlier.startedAt() : now.startedAt(),
                found ? earlier.durationMs() : now.durationMs(),
                cost == 0 ? null : cost);
    }

    private int find(ProjectionAttempt row) {
        for (int i = 0; i < rows.size(); i++) {
            ProjectionAttempt other = rows.get(i);
            boolean painted = other.score() != null
                    || other.error() == null
                    || other.error().startsWith(Judging.UNJUDGED);
            if (painted
                    && other.round() == row.round()
                    && other.provider().equals(row.provider())
                    && other.promptUsed().equals(row.promptUsed())) {
                return i;
            }
        }
        return -1;
    }

    private void add(ProjectionAttempt row) {
        if (rows.size() < MOST) {
            rows.add(row);
        }
    }

    private void restore(Bytes earlier) {
        try {
            List<ProjectionAttempt> kept = READER.read(earlier, Note.class).rows();
            rows.addAll(kept == null ? List.of() : kept);
        } catch (TaskFailure unreadable) {
            LOG.warn("attempts of earlier tries: {}; they are left out", unreadable.getMessage());
        }
    }

    private static @Nullable Double dollars(long microUsd) {
        return microUsd == 0 ? null : microUsd / 1e6;
    }

    /** Lays out the note. */
    record Note(@Nullable List<ProjectionAttempt> rows) {}
}
