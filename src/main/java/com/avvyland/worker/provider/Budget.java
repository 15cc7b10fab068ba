// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.redisson.api.RAtomicLong;
import org.redisson.api.RedissonClient;

/**
 * Keeps what is spent under its ceilings, for all replicas together: {@code avvy:cost:<day, UTC>} and
 * {@code avvy:cost:task:<queue>:{<task id>}}, in millionths of a US dollar.
 *
 * <p>Money is set aside before it is spent; two that ask at once can both be refused at the ceiling, never both be
 * granted beyond it. Safe for any thread.
 */
public final class Budget {

    private static final Duration DAY_KEPT = Duration.ofDays(40);
    private static final Duration TASK_KEPT = Duration.ofDays(7);

    private final RedissonClient redis;
    private final InstantSource clock;
    private final long mostPerTask;
    private final long mostPerDay;

    /**
     * Create a budget.
     *
     * @param mostPerTask millionths of a US dollar, over all tries of a task
     * @param mostPerDay millionths of a US dollar, of all tasks in a day of UTC
     */
    public Budget(RedissonClient redis, InstantSource clock, long mostPerTask, long mostPerDay) {
        this.redis = redis;
        this.clock = clock;
        this.mostPerTask = mostPerTask;
        this.mostPerDay = mostPerDay;
    }

    /**
     * Set money aside.
     *
     * @throws ProviderException {@link Fault#OVER_BUDGET} when a ceiling is reached
     */
    void reserve(TaskKey task, long microUsd) {
        if (add(task(task), TASK_KEPT, microUsd) > mostPerTask) {
            add(task(task), TASK_KEPT, -microUsd);
            throw over("task", mostPerTask);
        }
        if (add(day(), DAY_KEPT, microUsd) > mostPerDay) {
            add(day(), DAY_KEPT, -microUsd);
            add(task(task), TASK_KEPT, -microUsd);
            throw over("day", mostPerDay);
        }
    }

    /** Replace what was set aside by what was spent. */
    void settle(TaskKey task, long reserved, long spent) {
        if (reserved != spent) {
            add(task(task), TASK_KEPT, spent - reserved);
            add(day(), DAY_KEPT, spent - reserved);
        }
    }

    private static long add(RAtomicLong total, Duration kept, long microUsd) {
        long sum = total.addAndGet(microUsd);
        total.expire(kept);
        return sum;
    }

    private RAtomicLong day() {
        return redis.getAtomicLong("avvy:cost:" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    private RAtomicLong task(TaskKey task) {
        return redis.getAtomicLong("avvy:cost:task:" + task.key());
    }

    private static ProviderException over(String what, long most) {
        return new ProviderException(
                Fault.OVER_BUDGET,
                "cost of this %s: at its ceiling (expected: below %.2f USD)".formatted(what, most / 1e6));
    }
}
