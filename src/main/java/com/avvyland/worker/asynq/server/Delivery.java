// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import com.avvyland.worker.asynq.ResultWriter;
import com.avvyland.worker.asynq.proto.TaskMessage;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Holds one attempt at a task, from dequeue to settlement. Safe for several threads.
 *
 * <p>It ends twice: it is <em>settled</em> once, by whoever comes first (the handler, the deadline, a cancel, a
 * shutdown), and <em>finished</em> once, when the handler is really through and its slot is free again.
 */
public final class Delivery implements ResultWriter {

    private final TaskMessage task;
    private final Instant start;
    private final Instant deadline;
    private final Lease lease;
    private final Listener listener;
    private final Results results;
    private final AtomicBoolean settled = new AtomicBoolean();
    private final AtomicBoolean finished = new AtomicBoolean();
    private final AtomicReference<@Nullable StopCause> stop = new AtomicReference<>();
    private @Nullable Thread runner;

    Delivery(TaskMessage task, Instant start, Instant deadline, Lease lease, Listener listener, Results results) {
        this.task = task;
        this.start = start;
        this.deadline = deadline;
        this.lease = lease;
        this.listener = listener;
        this.results = results;
    }

    /** Learns of both ends in one call where they come together, so that one round trip can serve both. */
    @FunctionalInterface
    interface Listener {
        /**
         * Note an end.
         *
         * @param settled the outcome when the attempt was settled just now, else null
         * @param finished whether the handler is through as of now
         */
        void ended(Delivery delivery, @Nullable Outcome settled, boolean finished);
    }

    /** Writes results of tasks that run. */
    @FunctionalInterface
    interface Results {
        /** Write without waiting; the answer is false when the task is no longer held. */
        CompletableFuture<Boolean> write(TaskMessage task, byte[] result);
    }

    /** Return the task's message; its payload shares the bytes Redis sent. */
    public TaskMessage task() {
        return task;
    }

    /** Return when the attempt began. */
    public Instant start() {
        return start;
    }

    /** Return when the attempt is stopped. */
    public Instant deadline() {
        return deadline;
    }

    /** Return why the task was asked to stop, null while it was not. */
    public @Nullable StopCause stopCause() {
        return stop.get();
    }

    @Override
    public String taskId() {
        return task.getId();
    }

    @Override
    public boolean held() {
        return !isSettled() && lease.holds();
    }

    @Override
    public CompletableFuture<Boolean> write(byte[] result) {
        // Redis can't tell this attempt from the next one, so what may belong to that is refused here.
        if (!held()) {
            return CompletableFuture.completedFuture(false);
        }
        try {
            return results.write(task, result);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Tell that the handler is through and the task succeeded. */
    public void succeed() {
        succeed(null);
    }

    /** Tell that the handler is through and the task succeeded; the result is kept as long as the task's retention. */
    public void succeed(byte @Nullable [] result) {
        end(new Outcome.Success(result));
    }

    /** Tell that the handler is through and the task failed. */
    public void fail(Throwable error) {
        StopCause cause = stop.get();
        end(new Outcome.Failure(
                cause == null || Verdict.decided(error) ? error : new TaskStoppedException(cause, error)));
    }

    private void end(Outcome outcome) {
        boolean first = settled.compareAndSet(false, true);
        boolean through = finished.compareAndSet(false, true);
        if (first || through) {
            listener.ended(this, first ? outcome : null, through);
        }
    }

    /** Give the task back without a trace; the handler may still run but its outcome no longer counts. */
    void giveBack() {
        // Settled first: the failure of the interrupted handler must not get ahead and cost a retry.
        settle(new Outcome.Returned());
        askToStop(StopCause.SHUTDOWN);
    }

    /** Give the task back before a handler saw it. */
    void refuse() {
        end(new Outcome.Returned());
    }

    /** End the attempt without writing anything: the task is no longer ours. */
    void abandon() {
        settled.set(true);
        askToStop(StopCause.LEASE_LOST);
    }

    /** Settle as stopped, whether or not the handler is through. */
    void giveUp(StopCause cause) {
        settle(new Outcome.Failure(new TaskStoppedException(cause, null)));
    }

    /** Interrupt the handler's thread; the first cause stays. */
    boolean askToStop(StopCause cause) {
        if (!stop.compareAndSet(null, cause)) {
            return false;
        }
        synchronized (this) {
            if (runner != null) {
                runner.interrupt();
            }
        }
        return true;
    }

    private void settle(Outcome outcome) {
        if (settled.compareAndSet(false, true)) {
            listener.ended(this, outcome, false);
        }
    }

    boolean isSettled() {
        return settled.get();
    }

    boolean isFinished() {
        return finished.get();
    }

    Lease lease() {
        return lease;
    }

    /** Run the handler on this thread. */
    void run(Handler handler) {
        synchronized (this) {
            runner = Thread.currentThread();
            if (stop.get() != null) {
                runner.interrupt();
            }
        }
        try {
            handler.handle(this);
        } catch (Throwable e) {
            fail(e);
        } finally {
            synchronized (this) {
                runner = null;
                // The pool's thread must not carry the interrupt into its next task.
                Thread.interrupted();
            }
        }
    }
}
