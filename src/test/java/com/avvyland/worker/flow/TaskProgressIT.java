// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.TaskInfo;
import com.avvyland.worker.asynq.inspect.TaskState;
import com.avvyland.worker.asynq.redis.JedisRedis;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisLocation;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborDump;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.TestingWorker;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reads the progress of a real task while its receiver takes its time, and after it. */
class TaskProgressIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    @Test
    void tellsTheStepOfARunningTaskAndEndsWithAHundredPercent() throws IOException {
        try (var receiver = new TestingReceiver();
                var worker = new TestingWorker(
                        REDIS, Map.of("MODEL_PREVIEW_WORKER_CONFIG", "src/test/resources/flow/one-attempt.yaml"));
                Redis redis = JedisRedis.connect(RedisLocation.parse(REDIS.uri()), null, 2)) {
            receiver.answer(TestingReceiver.Answer.of(204).after(ofSeconds(3)));
            byte[] payload = Payload.preview(receiver.url("/"), TestingModels.texturedBox(), Map.of());
            String id = worker.enqueue("model.preview.v1", payload, task -> task.retention(Duration.ofHours(1)));
            Inspector inspector = new Inspector(redis, Clock.systemUTC());

            await().atMost(ofSeconds(60)).until(() -> step(task(inspector, id)).equals("deliver"));
            TaskInfo running = task(inspector, id).orElseThrow();
            assertThat(running.state()).isEqualTo(TaskState.ACTIVE);
            JsonNode document = Payload.decode(running.result());
            assertThat(document.path("percent").asInt()).as("nine of ten steps").isEqualTo(90);
            assertThat(document.path("attempt").asInt()).isEqualTo(1);

            await().atMost(ofSeconds(30))
                    .until(() -> task(inspector, id).orElseThrow().state() == TaskState.COMPLETED);
            TaskInfo done = task(inspector, id).orElseThrow();
            assertThat(Payload.decode(done.result()).path("percent").asInt()).isEqualTo(100);
            assertThat(CborDump.json(Bytes.of(done.result()))).contains("\"message\" : \"done\"");
        }
    }

    private static Optional<TaskInfo> task(Inspector inspector, String id) {
        return inspector.tasks().find(TestingWorker.QUEUE, id);
    }

    private static String step(Optional<TaskInfo> task) {
        byte[] result = task.orElseThrow().result();
        return result.length == 0 ? "" : Payload.decode(result).path("step").asText();
    }
}
