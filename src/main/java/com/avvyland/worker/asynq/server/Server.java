// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import com.avvyland.worker.asynq.SkipRetryException;
import com.avvyland.worker.asynq.broker.RegistryBroker;
import com.avvyland.worker.asynq.broker.Settlement;
import com.avvyland.worker.asynq.broker.UpkeepBroker;
import com.avvyland.worker.asynq.broker.WorkerBroker;
import com.avvyland.worker.asynq.broker.WorkerBroker.Taken;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.redis.Redis;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of some queues and does asynq's upkeep for them.
 *
 * <p>Start it once, stop it once; suspend and resume in between as often as wanted.
 */
public final class Server implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int PURGE = 100;
    private static final Duration WATCH = Duration.ofMillis(200);

    private final Redis redis;
    private final ServerOptions options;
    private final Handler handler;
    private final Executor handlers;
    private final InstantSource clock;
    private final LongSupplier nanos = System::nanoTime;
    private final QuietLog log = new QuietLog(nanos);
    private final InFlight inFlight = new InFlight();
    private final WorkerBroker broker;
    private final UpkeepBroker upkeep;
    private final Backlog backlog;
    private final Pump pump;
    private final Registration registration;
    private final Deque<AutoCloseable> actors = new ArrayDeque<>();

    /**
     * Make a server; nothing runs before {@link #start}.
     *
     * @param handlers runs handlers, as many at once as the options' concurrency
     */
    public Server(Redis redis, ServerOptions options, Handler handler, Executor handlers, Clock clock) {
        this.redis = redis;
        this.options = options;
        this.handler = handler;
        this.handlers = handlers;
        this.clock = clock;
        Intervals intervals = options.intervals();
        this.broker = new WorkerBroker(redis, clock, intervals.lease());
        this.upkeep = new UpkeepBroker(redis, clock);
        Wakeups wakeups = new Wakeups(redis, options.push(), this::wake, log);
        this.backlog = new Backlog(
                new QueueOrder(options.queues(), options.strict(), ThreadLocalRandom.current()),
                options.queues().keySet(),
                options.concurrency(),
                wakeups::watched,
                intervals.poll(),
                nanos);
        boolean alone = options.concurrency() == 1;
        this.pump = new Pump(broker, backlog, wakeups, inFlight, new Tasks(), alone, nanos, log);
        this.registration = new Registration(new RegistryBroker(redis, clock), inFlight, options, clock.instant());
    }

    /** Start fetching. */
    public void start() {
        Intervals every = options.intervals();
        var queues = options.queues().keySet();
        LeaseKeeper leases = new LeaseKeeper(broker, inFlight, nanos);
        Watchdog watchdog = new Watchdog(inFlight, clock, every.stopGrace());
        Recoverer recoverer = new Recoverer(upkeep, queues, every, options.failures(), clock);
        actors.push(Periodic.start("heartbeat", every.heartbeat(), registration::beat, log));
        actors.push(Periodic.start("leases", every.lease().dividedBy(6), leases::extend, log));
        actors.push(Periodic.start("watchdog", WATCH, watchdog::look, log));
        actors.push(Canceller.start(redis, inFlight, log));
        // A task that has no lease gets one, and is recovered, within two leases.
        actors.push(Periodic.start("repairer", every.lease().dividedBy(2), recoverer::repair, log));
        actors.push(Periodic.start("recoverer", every.recover(), recoverer::recover, log));
        actors.push(Periodic.start("forwarder", every.forward(), () -> queues.forEach(upkeep::forward), log));
        actors.push(Periodic.start("janitor", every.janitor(), () -> queues.forEach(this::purge), log));
        pump.start();
    }

    private void purge(String queue) {
        while (upkeep.purge(queue, PURGE) == PURGE) {
            // The script is small so that Redis stays free; the rest follows at once.
        }
    }

    /** Stop taking tasks; those running go on. */
    public void suspend() {
        registration.status("stopped");
        backlog.suspend(true);
    }

    /** Take tasks again. */
    public void resume() {
        registration.status("active");
        backlog.suspend(false);
    }

    /** Return how many tasks run. */
    public int running() {
        return (int) inFlight.all().stream().filter(each -> !each.isFinished()).count();
    }

    /** Return what keeps Redis from answering the heartbeat, null when nothing does. */
    public @Nullable String trouble() {
        return registration.trouble();
    }

    /** Give every running task back, to be next in its queue; no retry is spent. */
    public void giveBack() {
        inFlight.all().forEach(Delivery::giveBack);
    }

    /** Stop: take nothing more, give back what still runs, write what is not written, then leave the registry. */
    @Override
    public void close() {
        registration.status("closed");
        pump.stopFetching();
        giveBack();
        pump.close(options.intervals().lease().dividedBy(3));
        for (AutoCloseable actor : actors) {
            try {
                actor.close();
            } catch (Exception e) {
                log.warn("stop", e);
            }
        }
        actors.clear();
        try {
            registration.clear();
        } catch (RuntimeException e) {
            log.warn("registry", e);
        }
    }

    private void wake(String queue) {
        backlog.wake(queue);
    }

    /** Makes deliveries of tasks, runs them and hears of their ends. */
    private final class Tasks implements Pump.Sink {

        @Override
        public @Nullable Delivery accept(Taken taken, long leasedAt) {
            Instant now = clock.instant();
            TaskMessage task = Decoded.of(taken.queue(), taken.id(), taken.message());
            Lease lease = new Lease(nanos, options.intervals().lease(), leasedAt);
            Delivery delivery =
                    new Delivery(task, now, Deadlines.of(task, now), lease, this::ended, broker::writeResult);
            inFlight.add(delivery);
            if (Decoded.isUnreadable(task)) {
                LOG.warn("asynq task {}: {}", taken.id(), Decoded.UNREADABLE);
                delivery.fail(new SkipRetryException(Decoded.UNREADABLE));
            } else if (backlog.isSuspended()) {
                delivery.refuse();
            } else if (!now.isBefore(delivery.deadline())) {
                delivery.fail(new TaskStoppedException(StopCause.DEADLINE, null));
            } else {
                return delivery;
            }
            return null;
        }

        @Override
        public void start(Delivery delivery) {
            try {
                handlers.execute(() -> delivery.run(handler));
            } catch (RejectedExecutionException | OutOfMemoryError _) {
                // No thread for it: the task goes back, and the thread that took it must live on for all others.
                delivery.refuse();
            }
        }

        @Override
        public void run(Delivery delivery) {
            delivery.run(handler);
        }

        private void ended(Delivery delivery, @Nullable Outcome settled, boolean finished) {
            Unsettled entry =
                    settled == null ? null : new Unsettled(delivery, settlement(delivery.task(), settled), false);
            backlog.ended(entry, finished ? 1 : 0, pump.isOwnThread());
        }
    }

    private Settlement settlement(TaskMessage task, Outcome outcome) {
        try {
            return Verdict.of(task, outcome, options.failures(), clock.instant());
        } catch (RuntimeException e) {
            LOG.warn("asynq task {}: the failure policy failed, asynq's own is used", task.getId(), e);
            return Verdict.of(task, outcome, FailurePolicy.asynq(), clock.instant());
        }
    }
}
