// SPDX-License-Identifier: Apache-2.0
/**
 * Periodic tasks as asynq has them, but fired once a tick however many schedulers run.
 *
 * <p>Cron texts with tasks enter, one stored task a tick leaves. Every scheduler fires every tick; the script that stores
 * a task remembers the tick in the queue's own hash slot, so the first one wins and no leader is needed. {@code Scheduler}
 * and {@code PeriodicTasks} own one platform thread each.
 */
@NullMarked
package com.avvyland.worker.asynq.schedule;

import org.jspecify.annotations.NullMarked;
