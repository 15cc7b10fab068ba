// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.testing.TestingGoPeer;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingWorker;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The worker's real producer is a Go program: asynq's own client enqueues, and its inspector looks afterwards. */
class GoProducerIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    @TempDir
    Path directory;

    @Test
    void completesATaskThatGoEnqueued() throws Exception {
        TestingGoPeer go = TestingGoPeer.on(REDIS.port());
        try (var receiver = new TestingReceiver();
                var worker = new TestingWorker(REDIS, Map.of())) {
            Path payload = Files.write(
                    directory.resolve("task.cbor"),
                    Payload.preview(receiver.url("/"), TestingModels.texturedBox(), Map.of()));

            go.run("enqueue", TestingWorker.QUEUE, "1", "go", "type=model.preview.v1", "payload=" + payload);

            await().atMost(ofSeconds(60)).until(() -> !receiver.received().isEmpty());
            JsonNode callback = Payload.decode(receiver.received().getFirst().body());
            assertThat(callback.path("status").asText()).isEqualTo("completed");
            assertThat(callback.path("task_id").asText()).isEqualTo("go0");
            await().atMost(ofSeconds(5)).until(() -> !worker.holds("go0"));
        }
    }
}
