// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.states;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.EnqueueException;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.RevokeTaskException;
import com.avvyland.worker.asynq.SkipRetryException;
import com.avvyland.worker.asynq.group.Aggregator;
import com.avvyland.worker.asynq.group.GroupBroker;
import com.avvyland.worker.asynq.group.GroupLimits;
import com.avvyland.worker.asynq.inspect.InspectException;
import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.schedule.PeriodicTask;
import com.avvyland.worker.asynq.schedule.Scheduler;
import com.avvyland.worker.asynq.server.Delivery;
import com.avvyland.worker.asynq.server.FailurePolicy;
import com.avvyland.worker.asynq.server.Intervals;
import com.avvyland.worker.asynq.server.Server;
import com.avvyland.worker.asynq.server.ServerOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Has the component do the steps. */
final class TestingOurSteps implements TestingPeer {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration OFTEN = Duration.ofMillis(200);

    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final Clock clock = Clock.systemUTC();
    private final Set<String> entered = ConcurrentHashMap.newKeySet();
    private final AtomicInteger ended = new AtomicInteger();
    private final Redis redis;
    private final int crashLimit;
    private final AsynqClient client;
    private final InspectorSteps inspector;
    private @Nullable Server server;
    private @Nullable Aggregator aggregator;
    private @Nullable Scheduler scheduler;
    private CountDownLatch open = new CountDownLatch(1);

    TestingOurSteps(Redis redis) {
        this(redis, FailurePolicy.CRASHES);
    }

    /** Have a crash limit other than the default. */
    TestingOurSteps(Redis redis, int crashLimit) {
        this.redis = redis;
        this.crashLimit = crashLimit;
        this.client = new AsynqClient(redis, clock);
        this.inspector = new InspectorSteps(new Inspector(redis, clock));
    }

    @Override
    public String step(String step) throws Exception {
        String[] words = step.split(" ");
        try {
            return switch (words[0]) {
                case "enqueue" -> client.enqueue(task(words)).state();
                case "start" -> start(words.length > 1 ? words[1] : "");
                case "await" -> until(() -> entered.contains(words[1]));
                case "ended" -> until(() -> ended.get() >= Integer.parseInt(words[1]));
                case "release" -> {
                    open.countDown();
                    yield "ok";
                }
                case "stop" -> stop();
                case "schedule" -> schedule(words);
                case "unschedule" -> {
                    Objects.requireNonNull(scheduler).close();
                    yield "ok";
                }
                default -> inspector.step(words);
            };
        } catch (InspectException | EnqueueException | IllegalArgumentException e) {
            return "error: " + e.getMessage();
        }
    }

    private static String until(java.util.concurrent.Callable<Boolean> done) {
        await().atMost(SOON).until(done);
        return "ok";
    }

    private NewTask task(String[] words) {
        NewTask.Builder task = NewTask.of("ok").id(words[1]);
        byte[] payload = ("payload of " + words[1]).getBytes(UTF_8);
        for (int i = 2; i < words.length; i++) {
            String value = words[i].substring(words[i].indexOf('=') + 1);
            switch (words[i].substring(0, words[i].indexOf('='))) {
                case "type" -> task = typed(value, words[1]);
                case "payload" -> payload = value.getBytes(UTF_8);
                case "header" -> task.header("traceparent", value);
                case "queue" -> task.queue(value);
                case "retry" -> task.maxRetry(Integer.parseInt(value));
                case "retention" -> task.retention(duration(value));
                case "timeout" -> task.timeout(duration(value));
                case "deadline" -> task.deadline(clock.instant().plus(duration(value)));
                case "in" -> task.processAt(clock.instant().plus(duration(value)));
                case "unique" -> task.unique(duration(value));
                case "group" -> task.group(value);
                default -> throw new IllegalArgumentException("option: " + words[i]);
            }
        }
        return task.payload(payload).build();
    }

    /** The type is the first option where it is given. */
    private static NewTask.Builder typed(String type, String id) {
        return NewTask.of(type).id(id);
    }

    private static Duration duration(String text) {
        return Duration.parse("PT" + text);
    }

    private String start(String how) {
        entered.clear();
        ended.set(0);
        open = new CountDownLatch(1);
        Intervals asynq = Intervals.asynq();
        Intervals intervals = new Intervals(
                OFTEN, OFTEN, asynq.heartbeat(), OFTEN, asynq.recoverGrace(), OFTEN, asynq.lease(), asynq.stopGrace());
        FailurePolicy policy = new FailurePolicy(
                (_, _, _) -> Duration.ofHours(1), error -> !"uncounted".equals(error.getMessage()), crashLimit);
        server = new Server(
                redis,
                new ServerOptions(Map.of("default", 3), false, 2, true, intervals, policy),
                this::handle,
                handlers,
                clock);
        server.start();
        if (how.equals("reclaiming")) {
            new GroupBroker(redis, clock).reclaim("default");
        }
        if (how.equals("aggregating")) {
            aggregator = new Aggregator(
                    redis,
                    Set.of("default"),
                    new GroupLimits(Duration.ofSeconds(1), Duration.ZERO, 2),
                    (group, tasks) -> NewTask.of("joined")
                            .payload(String.valueOf(tasks.size()).getBytes(UTF_8))
                            .id("joined-" + group)
                            .build(),
                    clock);
            aggregator.start();
        }
        return "ok";
    }

    private void handle(Delivery delivery) throws Exception {
        entered.add(delivery.task().getId());
        try {
            switch (delivery.task().getType()) {
                case "fail" -> delivery.fail(new IllegalStateException("boom"));
                case "uncounted" -> delivery.fail(new IllegalStateException("uncounted"));
                case "skip" -> delivery.fail(new SkipRetryException("never: skip retry for the task"));
                case "revoke" -> delivery.fail(new RevokeTaskException("revoked"));
                case "result" -> delivery.succeed("the result".getBytes(UTF_8));
                case "hold" -> {
                    open.await();
                    delivery.succeed();
                }
                default -> delivery.succeed();
            }
        } finally {
            ended.incrementAndGet();
        }
    }

    private String stop() {
        if (aggregator != null) {
            aggregator.close();
            aggregator = null;
        }
        if (server != null) {
            server.close();
            server = null;
        }
        return "ok";
    }

    private String schedule(String[] words) {
        NewTask task = NewTask.of(words[2])
                .payload("tick".getBytes(UTF_8))
                .id(words[3])
                .maxRetry(3)
                .build();
        scheduler = new Scheduler(redis, clock);
        inspector.entry(scheduler.register(PeriodicTask.of(words[1].replace('_', ' '), task)));
        scheduler.start();
        return "ok";
    }

    @Override
    public void close() {
        open.countDown();
        stop();
        if (scheduler != null) {
            scheduler.close();
        }
        handlers.close();
    }
}
