// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.EnqueueException;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisFailure;
import com.avvyland.worker.asynq.testing.TestingLog;
import com.avvyland.worker.asynq.testing.TestingRedisClients;
import com.avvyland.worker.asynq.testing.TestingResp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server under load: a producer with a client of its own stores a task every 10 ms, of which one in eight fails once.
 *
 * <p>The producer goes on asking until a task is known to be stored. What it knows then is what may not be lost.
 */
final class TestingWorkload implements AutoCloseable {

    static final Duration LEASE = Duration.ofSeconds(6);

    /** How long a busy machine, on which a dozen of these share two cores, may take for what should take no time. */
    private static final Duration DRAINED = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(TestingWorkload.class);
    private static final String QUEUE = "load";
    private static final String Q = "asynq:{load}:";

    /** When a task was known to be stored, by the monotonic clock. */
    private final Map<String, Long> stored = new ConcurrentHashMap<>();

    private final Map<String, Long> firstRun = new ConcurrentHashMap<>();
    private final Map<String, Integer> done = new ConcurrentHashMap<>();

    /** Ids that may be twice in the queue, because the answer to the first attempt was lost. */
    private final Set<String> storedAgain = ConcurrentHashMap.newKeySet();

    private final TestingLog log = new TestingLog();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final String name;
    private final Redis worker;
    private final Redis producer;
    private final Server server;
    private long brokenAt;
    private long curedAt;

    /** Start; the name is that of the fault. */
    TestingWorkload(String name, String workerUri, String producerUri) {
        this.name = name;
        worker = TestingRedisClients.connect(workerUri);
        producer = TestingRedisClients.connect(producerUri);
        Intervals quick = new Intervals(
                Duration.ofMillis(200),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofMillis(500),
                Duration.ZERO,
                Duration.ofSeconds(1),
                LEASE,
                Duration.ofSeconds(1));
        FailurePolicy policy = new FailurePolicy((_, _, _) -> Duration.ZERO, _ -> true);
        server = new Server(
                worker,
                new ServerOptions(Map.of(QUEUE, 1), false, 4, true, quick, policy),
                this::handle,
                threads,
                Clock.systemUTC());
        server.start();
        threads.execute(this::produce);
        await().atMost(DRAINED).until(() -> done.size() >= 20);
        brokenAt = System.nanoTime();
    }

    private void handle(Delivery delivery) {
        String id = delivery.task().getId();
        boolean first = firstRun.putIfAbsent(id, System.nanoTime()) == null;
        if (first && id.endsWith("7")) {
            throw new IllegalStateException("first time");
        }
        done.merge(id, 1, Integer::sum);
        delivery.succeed();
    }

    private void produce() {
        AsynqClient client = new AsynqClient(producer, Clock.systemUTC());
        try {
            for (int i = 0; !stopped.await(10, TimeUnit.MILLISECONDS); i++) {
                NewTask task = NewTask.of("t")
                        .id(name + Integer.toOctalString(i))
                        .queue(QUEUE)
                        .build();
                while (!store(client, task)) {
                    storedAgain.add(String.valueOf(task.id()));
                    if (stopped.await(100, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean store(AsynqClient client, NewTask task) {
        try {
            client.enqueue(task);
        } catch (RedisFailure _) {
            return false;
        } catch (EnqueueException _) {
            // Our own earlier attempt stored it.
        }
        stored.put(String.valueOf(task.id()), System.nanoTime());
        return true;
    }

    /** Store tasks that become due a little later, all at once. */
    void storeForLater(int count, Duration delay) {
        AsynqClient client = new AsynqClient(producer, Clock.systemUTC());
        for (int i = 0; i < count; i++) {
            store(
                    client,
                    NewTask.of("t")
                            .id(name + " later " + i)
                            .queue(QUEUE)
                            .processAt(Clock.systemUTC().instant().plus(delay))
                            .build());
        }
    }

    /** Let the fault last. */
    void hold(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(30)).until(() -> true);
    }

    /** Note that the fault begins. */
    void broken() {
        brokenAt = System.nanoTime();
    }

    /** Note that the fault is over. */
    void cured() {
        curedAt = System.nanoTime();
    }

    /** Return the ids known to be stored. */
    Set<String> stored() {
        return Set.copyOf(stored.keySet());
    }

    /**
     * What a fault cost.
     *
     * @param back from the cure to the first run of a task that was stored after it
     * @param again ids that succeeded more than once though they were stored once
     */
    record Cost(Duration back, List<String> again, int stored, List<String> log, Duration watched) {

        /** At most one line in three seconds, and the first. */
        void assertQuiet() {
            assertThat(log).as("lines in %s", watched).hasSizeLessThanOrEqualTo(1 + (int) (watched.toSeconds() / 3));
        }
    }

    /** Wait for fresh work after the cure, drain the queue, and assert that each stored task succeeded. */
    Cost finish(TestingResp oracle) {
        return finish(oracle, Set.of());
    }

    /** Finish where some tasks may be lost. */
    Cost finish(TestingResp oracle, Set<String> mayBeLost) {
        await().atMost(DRAINED).until(() -> fresh() != Long.MAX_VALUE);
        long back = Math.max(0, fresh() - curedAt);
        hold(Duration.ofSeconds(1));
        stopped.countDown();
        await().atMost(DRAINED)
                .untilAsserted(() -> assertThat(
                                stored.keySet().stream().filter(id -> !done.containsKey(id) && !mayBeLost.contains(id)))
                        .as("tasks of %s stored and not done", name)
                        .isEmpty());
        await().atMost(DRAINED)
                .untilAsserted(() -> assertThat(oracle.number(
                                "EXISTS", Q + "pending", Q + "active", Q + "lease", Q + "retry", Q + "archived"))
                        .as("lists of %s that are left", name)
                        .isZero());
        List<String> again = done.entrySet().stream()
                .filter(each -> each.getValue() > 1 && !storedAgain.contains(each.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        Cost cost = new Cost(
                Duration.ofNanos(back),
                again,
                stored.size(),
                log.lines(),
                Duration.ofNanos(System.nanoTime() - brokenAt));
        LOG.info(
                "{}: outage {} ms, back after {} ms, {} stored, {} ran again, {} log lines",
                name,
                (curedAt - brokenAt) / 1_000_000,
                cost.back().toMillis(),
                cost.stored(),
                again.size(),
                cost.log().size());
        return cost;
    }

    private long fresh() {
        return stored.entrySet().stream()
                .filter(each -> each.getValue() > curedAt)
                .mapToLong(each -> firstRun.getOrDefault(each.getKey(), Long.MAX_VALUE))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    @Override
    public void close() {
        stopped.countDown();
        server.close();
        worker.close();
        producer.close();
        threads.shutdownNow();
        log.close();
    }
}
