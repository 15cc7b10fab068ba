// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RPermitExpirableSemaphore;

/** Holds what an account lent for one attempt: a slot, and money set aside. One thread uses it, and ends it once. */
final class Leave {

    private final RPermitExpirableSemaphore slots;
    private final String permit;
    private final Duration lag;
    private final Budget budget;
    private final TaskKey task;
    private final long reserved;
    private boolean ended;

    Leave(RPermitExpirableSemaphore slots, String permit, Duration lag, Budget budget, TaskKey task, long reserved) {
        this.slots = slots;
        this.permit = permit;
        this.lag = lag;
        this.budget = budget;
        this.task = task;
        this.reserved = reserved;
    }

    /** End with a result: what it took is what counts. */
    void spent(long microUsd) {
        end(microUsd);
    }

    /** End with a failure: what may have been paid stays counted. */
    void failed(Fault fault) {
        end(paid(fault) ? reserved : 0);
    }

    /** Tell whether a provider may have charged for a failure. */
    static boolean paid(Fault fault) {
        return switch (fault) {
            case AMBIGUOUS_SUBMIT, DEADLINE, EMPTY_RESULT, BAD_JSON, JOB_LOST, RESULT_EXPIRED -> true;
            default -> false;
        };
    }

    /** End because the worker stops: the money stays counted, the slot is free for whoever goes on. */
    void kept() {
        end(reserved);
    }

    private void end(long microUsd) {
        if (ended) {
            return;
        }
        ended = true;
        budget.settle(task, reserved, microUsd);
        if (lag.isZero()) {
            slots.tryRelease(permit);
        } else {
            slots.updateLeaseTime(permit, lag.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
