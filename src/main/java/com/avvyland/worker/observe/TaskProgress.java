// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe;

import com.avvyland.worker.asynq.ResultWriter;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Follows one attempt at a task and writes how far it is, at most once a second and one write at a time: the newest state
 * wins. A write that fails is dropped. Safe for several threads.
 */
final class TaskProgress {

    /** Between two writes of one task. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Characters of a detail; the document is small so that it can be read often. */
    private static final int DETAIL = 200;

    private final ResultWriter writer;
    private final StepPlan plan;
    private final int attempt;
    private final InstantSource clock;
    private final Later later;
    private final Instant started;
    private int percent;
    private String step = "";
    private String message = "";
    private @Nullable String detail;
    private @Nullable Instant written;
    private boolean changed;
    private boolean writing;
    private boolean waiting;
    private boolean ended;

    TaskProgress(ResultWriter writer, StepPlan plan, int attempt, InstantSource clock, Later later) {
        this.writer = writer;
        this.plan = plan;
        this.attempt = attempt;
        this.clock = clock;
        this.later = later;
        this.started = clock.instant();
    }

    synchronized void began(String next) {
        step = next;
        message = plan.message(next);
        detail = null;
        changed();
    }

    /** Note that a step is through; one that came before, as in a loop, changes nothing. */
    synchronized void finished(String done) {
        int reached = Math.min(99, plan.percentAfter(done));
        if (reached > percent) {
            percent = reached;
            changed();
        }
    }

    synchronized void detail(String text) {
        String cut = text.length() > DETAIL ? text.substring(0, DETAIL) : text;
        if (!cut.equals(detail)) {
            detail = cut;
            changed();
        }
    }

    /** Write nothing more. */
    synchronized void end() {
        ended = true;
    }

    /** Write nothing more, and return the document of a task that is done. */
    synchronized byte[] done() {
        ended = true;
        percent = 100;
        message = "done";
        detail = null;
        return document(clock.instant());
    }

    private void changed() {
        changed = true;
        write();
    }

    private synchronized void write() {
        if (!changed || writing || waiting || ended) {
            return;
        }
        Instant now = clock.instant();
        Duration left = written == null ? Duration.ZERO : INTERVAL.minus(Duration.between(written, now));
        if (left.isPositive()) {
            await(left);
            return;
        }
        changed = false;
        writing = true;
        written = now;
        writer.write(document(now)).whenComplete((held, error) -> answered(error == null && !held));
    }

    private void await(Duration left) {
        waiting = true;
        // A clock that was set back must not silence the task: it waits a second at most, and then writes.
        later.run(left.compareTo(INTERVAL) > 0 ? INTERVAL : left, () -> {
            synchronized (this) {
                waiting = false;
                written = null;
            }
            write();
        });
    }

    private synchronized void answered(boolean lost) {
        writing = false;
        ended |= lost;
        write();
    }

    private byte[] document(Instant now) {
        Bytes bytes = CborEncoder.encode(new ProgressDocument(
                percent, step, message, started.toEpochMilli(), now.toEpochMilli(), attempt, detail));
        // The encoder makes an array of exactly this size.
        return bytes.array();
    }
}
