// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.metrics.InspectedQueues;
import com.avvyland.worker.asynq.metrics.QueueCounts;
import com.avvyland.worker.asynq.metrics.QueueMeters;
import com.avvyland.worker.asynq.testing.TestingClock;
import com.avvyland.worker.asynq.testing.TestingGoPeer;
import com.avvyland.worker.asynq.testing.TestingStore;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Compares our scrape with the one of asynq's own collector, on one Redis. */
class GoMetricsIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private final TestingClock clock = new TestingClock(Instant.now());
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private static Map<String, String> lines(String scrape, String pattern) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(scrape)
                .results()
                .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2), (a, _) -> a, TreeMap::new));
    }

    private static Map<String, Double> samples(String scrape) {
        Map<String, Double> samples = new TreeMap<>();
        Pattern.compile("^(asynq_\\S+\\{.*}) (\\S+)$", Pattern.MULTILINE)
                .matcher(scrape)
                .results()
                .forEach((MatchResult line) -> samples.put(line.group(1), Double.valueOf(line.group(2))));
        return samples;
    }

    @Test
    void everySampleOfGosCollectorIsInOurs() throws Exception {
        TestingGoPeer go = TestingGoPeer.on(STORE.server().port());
        AsynqClient client = new AsynqClient(STORE.redis(), clock);
        client.enqueue(NewTask.of("t").id("a").build());
        client.enqueue(NewTask.of("t").id("b").build());
        client.enqueue(NewTask.of("t")
                .queue("low \"q\"")
                .processAt(clock.instant().plusSeconds(900))
                .build());
        Inspector inspector = new Inspector(STORE.redis(), clock);
        STORE.oracle().raw("LREM", "asynq:{default}:pending", "1", "b");
        STORE.oracle().raw("ZADD", "asynq:{default}:archived", "1", "b");
        STORE.oracle().raw("SET", "asynq:{low \"q\"}:paused", "1");
        STORE.oracle().raw("SET", "asynq:{default}:processed", "41");
        STORE.oracle().raw("SET", "asynq:{default}:failed", "7");
        new QueueMeters(new QueueCounts(new InspectedQueues(inspector), clock)).bindTo(registry);
        registry.scrape();
        clock.advance(Duration.ofSeconds(1));

        String theirs = go.run("metrics");
        String ours = registry.scrape();

        Map<String, Double> expected = samples(theirs);
        Map<String, Double> found = samples(ours);
        assertThat(expected).hasSize(24);
        assertThat(found.keySet()).containsAll(expected.keySet());
        // Measured at different moments, and by different samples.
        expected.keySet().removeIf(name -> name.startsWith("asynq_queue_latency") || name.contains("memory"));
        assertThat(found).containsAllEntriesOf(expected);

        // Prometheus' Java client allows no gauge in _total.
        Map<String, String> kinds = lines(theirs, "^# TYPE (\\S+) (\\S+)$");
        kinds.replaceAll((name, kind) -> name.endsWith("_total") ? "counter" : kind);
        assertThat(lines(ours, "^# TYPE (\\S+) (\\S+)$")).containsAllEntriesOf(kinds);
    }
}
