// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.group;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.redis.Redis;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the groups of some queues again and again and has those that are due aggregated. */
public final class Aggregator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Aggregator.class);

    /** asynq's numbers: longest time between looks, looks at once, time between searches for sets left behind. */
    private static final Duration TICK = Duration.ofSeconds(7);

    private static final int AT_ONCE = 3;
    private static final Duration RECLAIM = Duration.ofMinutes(1);

    /** Redis is asked again no sooner after it failed, so that the log stays short. */
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

    private static final Duration STOP = Duration.ofSeconds(8);

    private final GroupBroker broker;
    private final AsynqClient client;
    private final Set<String> queues;
    private final GroupLimits limits;
    private final GroupHandler handler;
    private final InstantSource clock;
    private final GroupPauses pauses;
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final Set<Thread> turns = ConcurrentHashMap.newKeySet();
    private volatile Instant nextReclaim = Instant.MIN;
    private volatile Instant troubledUntil = Instant.MIN;
    private volatile boolean closed;
    private @Nullable ScheduledExecutorService ticker;

    /**
     * Make an aggregator; nothing runs before {@link #start}.
     *
     * @param limits of every group for which the handler names no others
     */
    public Aggregator(
            Redis redis, Collection<String> queues, GroupLimits limits, GroupHandler handler, InstantSource clock) {
        this.broker = new GroupBroker(redis, clock);
        this.client = new AsynqClient(redis, clock);
        this.queues = Set.copyOf(queues);
        this.limits = limits;
        this.handler = handler;
        this.clock = clock;
        this.pauses = new GroupPauses(clock);
    }

    /** Start looking, at least as often as the grace period is long. */
    public synchronized void start() {
        ticker = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("asynq-aggregator").factory());
        long every = (limits.grace().compareTo(TICK) < 0 ? limits.grace() : TICK).toMillis();
        ticker.scheduleAtFixedRate(this::tick, every, every, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        if (clock.instant().isBefore(troubledUntil) || !slots.tryAcquire()) {
            return;
        }
        Thread turn = Thread.ofVirtual().name("asynq-aggregator-turn").unstarted(() -> {
            try {
                look();
            } catch (RuntimeException e) {
                troubledUntil = clock.instant().plus(AFTER_TROUBLE);
                LOG.warn("asynq aggregator: {}", e.getMessage());
            } finally {
                turns.remove(Thread.currentThread());
                slots.release();
            }
        });
        turns.add(turn);
        turn.start();
    }

    /** Look once at every group and aggregate what is due, on the calling thread. */
    void look() {
        Instant now = clock.instant();
        boolean reclaim = !now.isBefore(nextReclaim);
        if (reclaim) {
            nextReclaim = now.plus(RECLAIM);
        }
        for (String queue : queues) {
            if (reclaim) {
                broker.reclaim(queue);
            }
            for (String group : broker.groups(queue)) {
                aggregate(queue, group);
            }
        }
    }

    private void aggregate(String queue, String group) {
        while (!closed && !pauses.holds(queue, group)) {
            GroupLimits own = limits(queue, group);
            GroupSet set = broker.check(queue, group, own);
            if (set == null) {
                return;
            }
            aggregate(set, own);
        }
    }

    private GroupLimits limits(String queue, String group) {
        try {
            return handler.limits(queue, group, limits);
        } catch (RuntimeException e) {
            LOG.warn("asynq group {}: its limits failed, the configured ones are used: {}", group, e.toString());
            return limits;
        }
    }

    private void aggregate(GroupSet set, GroupLimits own) {
        List<TaskMessage> tasks = broker.read(set);
        try {
            NewTask made = tasks.isEmpty() ? null : handler.aggregate(set.group(), tasks);
            if (made == null && !tasks.isEmpty()) {
                broker.giveBack(set);
                pauses.keep(set, own.grace());
                return;
            }
            if (!clock.instant().isBefore(set.deadline())) {
                throw new IllegalStateException("aggregated too late (expected: within " + GroupBroker.TIMEOUT + ")");
            }
            if (made != null) {
                client.enqueue(in(set.queue(), made));
            }
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
            // Whatever a handler throws, its group must not stay in the set until the set is reclaimed.
            Duration pause = pauses.failed(set, own.grace());
            LOG.warn("asynq group {}: {}; {} tasks go back for {}", set.group(), e.toString(), tasks.size(), pause);
            broker.giveBack(set);
            return;
        }
        pauses.succeeded(set);
        if (!broker.delete(set, tasks)) {
            LOG.warn("asynq group {}: reclaimed before it was deleted, its tasks run again", set.group());
        }
    }

    private static NewTask in(String queue, NewTask made) {
        return new NewTask(
                made.type(),
                made.payload(),
                made.id(),
                queue,
                made.maxRetry(),
                made.timeout(),
                made.deadline(),
                made.unique(),
                made.processAt(),
                made.retention(),
                made.group(),
                made.headers());
    }

    /** Stop; handlers at work get 8 s, then they are interrupted and their tasks go back. */
    @Override
    public synchronized void close() {
        closed = true;
        if (ticker != null) {
            ticker.shutdownNow();
        }
        try {
            if (!slots.tryAcquire(AT_ONCE, STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                turns.forEach(Thread::interrupt);
            }
        } catch (InterruptedException _) {
            turns.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
    }
}
