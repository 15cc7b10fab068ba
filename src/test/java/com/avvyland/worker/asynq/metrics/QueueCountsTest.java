// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.inspect.QueueInfo;
import com.avvyland.worker.asynq.redis.RedisFailure;
import com.avvyland.worker.asynq.testing.TestingClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueCountsTest {

    private final TestingClock clock = new TestingClock(Instant.EPOCH);
    private final TestingSource source = new TestingSource();
    private final QueueCounts counts = new QueueCounts(source, clock);

    /** Notes what is asked. */
    private static final class TestingSource implements QueueCounts.Source {

        private final List<String> asked = new ArrayList<>();
        private List<String> names = List.of("a", "b");
        private boolean away;

        @Override
        public List<String> queues() {
            return names;
        }

        @Override
        public QueueInfo queue(String queue) {
            asked.add(queue);
            if (away) {
                throw new RedisFailure("redis: away", null);
            }
            return new QueueInfo(queue, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 2, false, Duration.ZERO);
        }

        @Override
        public long memoryUsage(String queue) {
            return 100;
        }
    }

    @Test
    void asksOnceAScrapeHoweverManyMetersLook() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new QueueMeters(counts).bindTo(registry);
        registry.scrape();
        registry.scrape();
        assertThat(source.asked).containsExactly("a", "b");
        clock.advance(Duration.ofMillis(999));
        registry.scrape();
        assertThat(source.asked).hasSize(2);
        clock.advance(Duration.ofMillis(1));
        registry.scrape();
        assertThat(source.asked).hasSize(4);
    }

    @Test
    void asksNoSecondQueueOfARedisThatIsAway() {
        source.away = true;
        assertThat(counts.look().up()).isFalse();
        assertThat(counts.look().queues()).isEmpty();
        assertThat(source.asked).containsExactly("a");
    }

    @Test
    void countsAThousandQueuesAtMost() {
        source.names = IntStream.range(0, 5_000).mapToObj(i -> "q" + i).toList();
        assertThat(counts.look().queues()).hasSize(1_000);
    }

    @Test
    void asksAgainWhenTheClockWasSetBack() {
        counts.look();
        clock.advance(Duration.ofHours(-1));
        counts.look();
        assertThat(source.asked).hasSize(4);
    }

    @Test
    void aRegistryThatSendsDifferencesGetsGauges() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        QueueMeters meters = new QueueMeters(counts);
        meters.bindTo(registry);
        registry.get("asynq.redis.up").gauge().value();
        assertThat(registry.get("asynq.tasks.enqueued")
                        .tags("queue", "a", "state", "pending")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("asynq.tasks.processed")
                        .tag("queue", "a")
                        .functionCounter()
                        .count())
                .isEqualTo(5);
        meters.close();
        assertThat(registry.getMeters()).isEmpty();
    }
}
