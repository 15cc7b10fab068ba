// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows what the next round trip to Redis has to do: which settlements to write and which queues to ask for how many
 * tasks. Safe for several threads.
 *
 * <p>No more tasks are asked for than there are free slots, and none of a queue that was seen empty until something says
 * that it may have one.
 */
final class Backlog {

    /** Most tasks one round trip asks for: a script of this length holds Redis for about a millisecond. */
    private static final int MOST_TASKS = 128;

    private static final int MOST_SETTLEMENTS = 256;

    /** Round trips under way at once where Redis is far, so that no slot waits for another's round trip to end. */
    private static final int MOST_TURNS = 4;

    /** From this time for a round trip on, Redis is far: waiting costs more than further calls do. */
    private static final long FAR_NANOS = 400_000;

    /** A round trip of more calls than this says more about the calls than about the way. */
    private static final int SMALL = 16;

    /** How long a thread that runs a handler itself may be late to write the outcome before another does it. */
    private static final long STAND_IN_NANOS = Duration.ofMillis(20).toNanos();

    private final QueueOrder order;
    private final Collection<String> queues;
    private final Supplier<Set<String>> watched;
    private final Duration poll;
    private final LongSupplier nanos;
    private final Backoff backoff = new Backoff();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Deque<Unsettled> unsettled = new ArrayDeque<>();
    private final Set<String> hungry;
    private int free;
    private int turns;
    private int handling;
    private long tripNanos;
    private long pollAt;
    private long resumeAt;
    private boolean suspended;
    private boolean closed;

    Backlog(
            QueueOrder order,
            Collection<String> queues,
            int slots,
            Supplier<Set<String>> watched,
            Duration poll,
            LongSupplier nanos) {
        this.order = order;
        this.queues = queues;
        this.hungry = new HashSet<>(queues);
        this.free = slots;
        this.watched = watched;
        this.poll = poll;
        this.nanos = nanos;
        this.resumeAt = nanos.getAsLong();
        this.pollAt = resumeAt + uneven();
    }

    /**
     * Says what one round trip does.
     *
     * @param shares how many tasks to take, by queue
     */
    record Turn(List<Unsettled> settlements, Map<String, Integer> shares) {

        int slots() {
            return shares.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Says how a round trip went. */
    record Report(List<Unsettled> again, int taken, Set<String> full, Set<String> empty, boolean failed, long nanos) {}

    /** Wait for something to do; null once closed. */
    @Nullable
    Turn next() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                long now = nanos.getAsLong();
                Turn turn = turns < (tripNanos > FAR_NANOS ? MOST_TURNS : 1) && now - resumeAt >= 0 ? turn(now) : null;
                if (turn != null) {
                    turns++;
                    return turn;
                }
                long wait = now - resumeAt < 0 ? resumeAt - now : Math.max(pollAt - now, 1_000_000);
                change.awaitNanos(handling > 0 ? Math.min(wait, STAND_IN_NANOS) : wait);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Turn turn(long now) {
        if (now - pollAt >= 0) {
            pollAt = now + uneven();
            queues.stream().filter(queue -> !watched.get().contains(queue)).forEach(hungry::add);
        }
        boolean fetch = free > 0 && !suspended && !hungry.isEmpty();
        if (!fetch && unsettled.isEmpty()) {
            return null;
        }
        List<Unsettled> batch = new ArrayList<>();
        while (batch.size() < MOST_SETTLEMENTS && !unsettled.isEmpty()) {
            batch.add(unsettled.removeFirst());
        }
        Turn turn = new Turn(batch, fetch ? order.shares(Math.min(free, MOST_TASKS), hungry) : Map.of());
        free -= turn.slots();
        return turn;
    }

    /** Note how a turn went. */
    void done(Turn turn, Report report) {
        lock.lock();
        try {
            turns--;
            free += turn.slots() - report.taken();
            hungry.addAll(report.full());
            hungry.removeAll(report.empty());
            report.again().reversed().forEach(unsettled::addFirst);
            if (report.failed()) {
                resumeAt = nanos.getAsLong() + backoff.next().toNanos();
                hungry.addAll(queues);
            } else {
                backoff.reset();
                if (turn.settlements().size() + turn.slots() <= SMALL) {
                    tripNanos += (report.nanos() - tripNanos) / 8;
                }
            }
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Note the end of a delivery.
     *
     * @param settlement what to write, null when that was noted before
     * @param slots how many slots are free again
     * @param own whether the caller is about to ask for the next turn itself
     */
    void ended(@Nullable Unsettled settlement, int slots, boolean own) {
        lock.lock();
        try {
            if (settlement != null) {
                unsettled.addLast(settlement);
            }
            free += slots;
            if (!own) {
                change.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Note that a queue may have tasks. */
    void wake(String queue) {
        lock.lock();
        try {
            hungry.add(queue);
            change.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Note that a thread that asks for turns runs a handler (1), or is through with it (-1). */
    void handling(int more) {
        lock.lock();
        try {
            handling += more;
            if (more > 0) {
                change.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    void suspend(boolean on) {
        lock.lock();
        try {
            suspended = on;
            hungry.addAll(queues);
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isSuspended() {
        lock.lock();
        try {
            return suspended || closed;
        } finally {
            lock.unlock();
        }
    }

    /** Wait until no round trip is under way and, if asked for, nothing is left to write; false when time is up. */
    boolean awaitQuiet(boolean settled, Duration most) throws InterruptedException {
        long end = nanos.getAsLong() + most.toNanos();
        lock.lock();
        try {
            while (turns > 0 || (settled && !unsettled.isEmpty())) {
                long left = end - nanos.getAsLong();
                if (left <= 0) {
                    return false;
                }
                change.awaitNanos(Math.min(left, STAND_IN_NANOS));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private long uneven() {
        long interval = Math.max(poll.toNanos(), 2_000_000);
        return interval / 2 + ThreadLocalRandom.current().nextLong(interval);
    }
}
