// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkerMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WorkerMeters meters = new WorkerMeters(registry, "r", () -> 2, 4, () -> true);

    @Test
    void typesThatOthersMakeUpAreBounded() {
        for (int i = 0; i < 5_000; i++) {
            meters.ended("type" + i, "done", Duration.ofSeconds(1));
        }
        meters.ended("x".repeat(101), "done", Duration.ofSeconds(1));
        meters.ended("type7", "done", Duration.ofSeconds(1));
        assertThat(registry.find("asynq.worker.handler").timers()).hasSize(101);
        assertThat(registry.get("asynq.worker.handler")
                        .tag("type", "other")
                        .timer()
                        .count())
                .isEqualTo(4_901);
        assertThat(registry.get("asynq.worker.handler")
                        .tag("type", "type7")
                        .timer()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void nothingIsLeftWhenItIsClosed() {
        meters.ended("t", "done", Duration.ofSeconds(1));
        meters.close();
        assertThat(registry.getMeters()).isEmpty();
    }
}
