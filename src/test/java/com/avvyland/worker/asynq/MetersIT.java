// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.testing.TestingCamel;
import com.avvyland.worker.asynq.testing.TestingClock;
import com.avvyland.worker.asynq.testing.TestingStore;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reads the meters as Prometheus does: as text. */
class MetersIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final Duration SOON = Duration.ofSeconds(10);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final TestingClock clock =
            new TestingClock(Instant.ofEpochSecond(Instant.now().getEpochSecond()));
    private final AsynqClient client = new AsynqClient(STORE.redis(), clock);
    private final TestingCamel camel = new TestingCamel(STORE).bind("metricsRegistry", registry);

    @AfterEach
    void stop() {
        camel.close();
    }

    private Map<String, Double> scrape() {
        Pattern sample = Pattern.compile("(asynq_\\S+?(?:\\{.*})?) (\\S+)");
        return registry.scrape()
                .lines()
                .map(sample::matcher)
                .filter(line -> line.matches())
                .collect(Collectors.toMap(
                        line -> line.group(1), line -> Double.parseDouble(line.group(2)), (a, _) -> a, TreeMap::new));
    }

    /** A second later, as values are kept for one. */
    private Map<String, Double> nextScrape() {
        clock.advance(Duration.ofSeconds(1));
        return scrape();
    }

    @Test
    void namesAndLabelsAreThoseOfAsynqsCollector() throws Exception {
        client.enqueue(NewTask.of("t").payload("x".getBytes(UTF_8)).build());
        client.enqueue(NewTask.of("t").build());
        client.enqueue(
                NewTask.of("t").processAt(clock.instant().plusSeconds(60)).build());
        STORE.oracle().raw("SET", "asynq:{default}:processed", "41");
        STORE.oracle().raw("SET", "asynq:{default}:failed", "7");
        STORE.oracle().raw("SET", "asynq:{default}:paused", "1");
        camel.clock(clock).send("asynq:other?taskType=t", _ -> {});
        clock.advance(Duration.ofSeconds(3));
        scrape();
        Map<String, Double> samples = nextScrape();
        assertThat(samples)
                .containsEntry("asynq_tasks_enqueued_total{queue=\"default\",state=\"pending\"}", 2.0)
                .containsEntry("asynq_tasks_enqueued_total{queue=\"default\",state=\"scheduled\"}", 1.0)
                .containsEntry("asynq_tasks_enqueued_total{queue=\"default\",state=\"active\"}", 0.0)
                .containsEntry("asynq_tasks_enqueued_total{queue=\"default\",state=\"retry\"}", 0.0)
                .containsEntry("asynq_tasks_enqueued_total{queue=\"default\",state=\"archived\"}", 0.0)
                .containsEntry("asynq_tasks_enqueued_total{queue=\"default\",state=\"completed\"}", 0.0)
                .containsEntry("asynq_queue_size{queue=\"default\"}", 3.0)
                .containsEntry("asynq_queue_latency_seconds{queue=\"default\"}", 4.0)
                .containsEntry("asynq_tasks_processed_total{queue=\"default\"}", 41.0)
                .containsEntry("asynq_tasks_failed_total{queue=\"default\"}", 7.0)
                .containsEntry("asynq_queue_paused_total{queue=\"default\"}", 1.0)
                .containsEntry("asynq_queue_paused_total{queue=\"other\"}", 0.0)
                .containsEntry("asynq_queue_size{queue=\"other\"}", 1.0);
        assertThat(samples.get("asynq_queue_memory_usage_approx_bytes{queue=\"default\"}"))
                .isPositive();
    }

    @Test
    void countsAreThoseOfTheMomentAndMayFall() throws Exception {
        client.enqueue(NewTask.of("t").id("a").build());
        camel.clock(clock).send("asynq:default?taskType=t", _ -> {});
        scrape();
        assertThat(nextScrape()).containsEntry("asynq_tasks_enqueued_total{queue=\"default\",state=\"pending\"}", 2.0);
        STORE.oracle().raw("LREM", "asynq:{default}:pending", "1", "a");
        STORE.oracle().raw("DEL", "asynq:{default}:t:a");
        assertThat(nextScrape()).containsEntry("asynq_tasks_enqueued_total{queue=\"default\",state=\"pending\"}", 1.0);
        STORE.oracle().raw("SREM", "asynq:queues", "default");
        nextScrape();
        assertThat(nextScrape().keySet()).as("a queue that is gone").noneMatch(name -> name.contains("default"));
    }

    @Test
    void scrapeGoesOnWhileRedisIsAway() throws Exception {
        STORE.oracle().raw("SET", "asynq:{default}:processed", "41");
        camel.clock(clock).send("asynq:default?taskType=t", _ -> {});
        scrape();
        assertThat(nextScrape()).containsEntry("asynq_redis_up", 1.0);
        STORE.server().stop();
        try {
            Map<String, Double> samples = nextScrape();
            assertThat(samples)
                    .containsEntry("asynq_redis_up", 0.0)
                    .containsEntry("asynq_queue_size{queue=\"default\"}", Double.NaN)
                    .containsEntry("asynq_tasks_processed_total{queue=\"default\"}", 41.0);
        } finally {
            STORE.server().start();
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(nextScrape()).containsEntry("asynq_redis_up", 1.0));
    }

    @Test
    void showsWhatAConsumerRunsAndHowItEnded() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        camel.route("tasks", "asynq:default?concurrency=3", exchange -> {
            switch (exchange.getMessage().getHeader(AsynqConstants.TASK_TYPE, String.class)) {
                case "bad" -> throw new IllegalStateException("boom");
                case "long" -> {
                    started.countDown();
                    open.await();
                }
                default -> {}
            }
        });
        AsynqClient now = new AsynqClient(STORE.redis(), Clock.systemUTC());
        now.enqueueAll(List.of(
                NewTask.of("good").build(),
                NewTask.of("good").build(),
                NewTask.of("bad").build(),
                NewTask.of("long").timeout(Duration.ofHours(1)).build(),
                NewTask.of("late").deadline(Instant.EPOCH.plusSeconds(1)).build()));
        started.await();
        String handler = "asynq_worker_handler_seconds_count{outcome=\"%s\",route=\"tasks\",type=\"%s\"}";
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(scrape())
                        .containsEntry("asynq_worker_running{route=\"tasks\"}", 1.0)
                        .containsEntry("asynq_worker_concurrency{route=\"tasks\"}", 3.0)
                        .containsEntry("asynq_worker_up{route=\"tasks\"}", 1.0)
                        .containsEntry(handler.formatted("done", "good"), 2.0)
                        .containsEntry(handler.formatted("failed", "bad"), 1.0));
        open.countDown();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(scrape())
                        .containsEntry(handler.formatted("done", "long"), 1.0)
                        .containsEntry("asynq_worker_running{route=\"tasks\"}", 0.0));
        camel.context().getRouteController().stopRoute("tasks");
        assertThat(scrape().keySet()).as("after the route").noneMatch(name -> name.startsWith("asynq_worker"));
    }

    @Test
    void leavesQueuesOutWhenAskedTo() throws Exception {
        camel.component().setQueueMetrics(false);
        camel.clock(clock).send("asynq:default?taskType=t", _ -> {});
        scrape();
        assertThat(nextScrape()).isEmpty();
    }
}
