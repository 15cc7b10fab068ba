// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import com.avvyland.worker.asynq.broker.Settlement;
import com.avvyland.worker.asynq.broker.UpkeepBroker;
import com.avvyland.worker.asynq.broker.UpkeepBroker.Abandoned;
import com.avvyland.worker.asynq.broker.UpkeepBroker.Recovery;
import com.avvyland.worker.asynq.proto.TaskMessage;
import java.time.InstantSource;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings back tasks whose worker died: they are next in their queue. One that has crashed too often is archived.
 *
 * <p>Safe to run in several servers at once: a crash counts once.
 */
final class Recoverer {

    private static final Logger LOG = LoggerFactory.getLogger(Recoverer.class);

    private final UpkeepBroker upkeep;
    private final Collection<String> queues;
    private final Intervals intervals;
    private final FailurePolicy policy;
    private final InstantSource clock;

    Recoverer(
            UpkeepBroker upkeep,
            Collection<String> queues,
            Intervals intervals,
            FailurePolicy policy,
            InstantSource clock) {
        this.upkeep = upkeep;
        this.queues = queues;
        this.intervals = intervals;
        this.policy = policy;
        this.clock = clock;
    }

    /** Give every running task a lease and every lease its task; it reads all that runs, so more seldom. */
    void repair() {
        queues.forEach(queue -> upkeep.repair(queue, intervals.lease()));
    }

    void recover() {
        for (String queue : queues) {
            while (recoverSome(queue) > 0) {
                // The script is small so that Redis stays free; the rest follows at once.
            }
        }
    }

    /** Return how many were recovered by us; others may be at it too. */
    private int recoverSome(String queue) {
        Recovery recovery = upkeep.recover(queue, intervals.recoverGrace(), policy.crashLimit());
        if (recovery.requeued() > 0) {
            LOG.info("asynq queue {}: {} tasks whose worker died are next", queue, recovery.requeued());
        }
        int recovered = recovery.requeued() + recovery.swept();
        for (Abandoned task : recovery.left()) {
            recovered += settle(queue, task) ? 1 : 0;
        }
        return recovered;
    }

    private boolean settle(String queue, Abandoned left) {
        byte[] message = upkeep.message(queue, left.id());
        if (message == null) {
            return false;
        }
        Settlement settlement = verdict(Decoded.of(queue, left.id(), message), left.crashes());
        boolean settled = upkeep.settle(settlement, left.lease());
        if (settled && settlement instanceof Settlement.Archive archive) {
            LOG.warn("asynq task {}: archived; {}", left.id(), archive.error());
        }
        return settled;
    }

    private Settlement verdict(TaskMessage task, int crashes) {
        if (Decoded.isUnreadable(task)) {
            return new Settlement.Archive(task, Decoded.UNREADABLE);
        }
        if (policy.crashLimit() > 0) {
            return new Settlement.Archive(
                    task,
                    "crashed: %d times (expected: fewer than %d; each time its worker died or lost the lease)"
                            .formatted(crashes, policy.crashLimit()));
        }
        Outcome lost = new Outcome.Failure(new TaskStoppedException(StopCause.LEASE_LOST, null));
        return Verdict.of(task, lost, policy, clock.instant());
    }
}
