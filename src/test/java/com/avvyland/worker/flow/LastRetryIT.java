// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingWorker;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker whose renderer has no time: every render is late, which can pass. */
class LastRetryIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    @Test
    void reportsAPassingFailureOnlyWithTheLastRetryAndThenArchives() throws IOException {
        try (var receiver = new TestingReceiver();
                var worker = new TestingWorker(
                        REDIS, Map.of("MODEL_PREVIEW_WORKER_CONFIG", "src/test/resources/flow/no-time.yaml"))) {
            byte[] payload = Payload.preview(receiver.url("/"), TestingModels.texturedBox(), Map.of());

            String retried = worker.enqueue("model.preview.v1", payload, task -> task.maxRetry(1));
            await().atMost(ofSeconds(60)).until(() -> worker.ids("retry").contains(retried));
            assertThat(receiver.received()).isEmpty();

            worker.retryNow(retried);
            await().atMost(ofSeconds(60)).until(() -> !receiver.received().isEmpty());

            JsonNode callback = Payload.decode(receiver.received().getFirst().body());
            assertThat(callback.path("status").asText()).isEqualTo("failed");
            assertThat(callback.path("error_code").asText()).isEqualTo("timeout");
            await().atMost(ofSeconds(5)).until(() -> worker.ids("archived").contains(retried));
            assertThat(worker.message(retried)).contains("timeout: ");
        }
    }
}
