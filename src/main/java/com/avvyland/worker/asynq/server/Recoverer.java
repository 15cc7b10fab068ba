// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import com.avvyland.worker.asynq.broker.Settlement;
import com.avvyland.worker.asynq.broker.UpkeepBroker;
import com.avvyland.worker.asynq.broker.WorkerBroker;
import com.avvyland.worker.asynq.broker.WorkerBroker.Fate;
import com.avvyland.worker.asynq.proto.TaskMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Brings back tasks whose worker died: each counts as failed once, then waits for its retry. */
final class Recoverer {

    private final UpkeepBroker upkeep;
    private final WorkerBroker broker;
    private final Collection<String> queues;
    private final Duration grace;
    private final FailurePolicy policy;
    private final InstantSource clock;

    Recoverer(
            UpkeepBroker upkeep,
            WorkerBroker broker,
            Collection<String> queues,
            Duration grace,
            FailurePolicy policy,
            InstantSource clock) {
        this.upkeep = upkeep;
        this.broker = broker;
        this.queues = queues;
        this.grace = grace;
        this.policy = policy;
        this.clock = clock;
    }

    void recover() {
        for (String queue : queues) {
            upkeep.repair(queue);
            List<String> ids = upkeep.expired(queue, grace);
            while (!ids.isEmpty() && recover(queue, ids) > 0) {
                ids = upkeep.expired(queue, grace);
            }
        }
    }

    /** Return how many were recovered by us; others may be at it too. */
    private int recover(String queue, List<String> ids) {
        List<Settlement> moves = new ArrayList<>();
        for (String id : ids) {
            byte[] message = upkeep.message(queue, id);
            if (message == null) {
                continue;
            }
            TaskMessage task = Decoded.of(queue, id, message);
            Outcome lost = new Outcome.Failure(new TaskStoppedException(StopCause.LEASE_LOST, null));
            moves.add(
                    Decoded.isUnreadable(task)
                            ? new Settlement.Archive(task, Decoded.UNREADABLE)
                            : Verdict.of(task, lost, policy, clock.instant()));
        }
        var settled = broker.exchange(moves, Map.of());
        if (settled.failure() != null) {
            throw settled.failure();
        }
        return (int) settled.fates().stream().filter(fate -> fate == Fate.HELD).count();
    }
}
