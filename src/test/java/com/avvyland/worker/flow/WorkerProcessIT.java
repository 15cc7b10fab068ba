// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.TaskState;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.redis.JedisRedis;
import com.avvyland.worker.asynq.redis.RedisLocation;
import com.avvyland.worker.journal.RedissonClients;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.WorkerProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.codec.CompositeCodec;

/** The packaged worker as an operator starts and stops it. */
class WorkerProcessIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    @Test
    void finishesTheRunningTaskOnSigtermAndLeavesNoProcess() throws Exception {
        // The receiver thinks for a while, so that the signal comes while the task runs.
        try (var receiver = new TestingReceiver()
                        .answer(TestingReceiver.Answer.of(200).after(ofSeconds(2)));
                var worker = new WorkerProcess(environment("finish", Map.of()), "worker")) {
            enqueue("finish", receiver.url("/"));
            await().atMost(ofSeconds(90)).until(() -> !receiver.received().isEmpty());
            Collection<ProcessHandle> children = worker.children();
            assertThat(children).isNotEmpty();

            worker.sigterm();
            worker.await(ofSeconds(30));

            assertThat(receiver.received()).hasSize(1);
            assertThat(list("finish", "active")).isEmpty();
            assertThat(list("finish", "pending")).isEmpty();
            await().atMost(ofSeconds(5)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void requeuesWithoutSpendingARetryWhenStopped() throws Exception {
        try (var receiver = new TestingReceiver()
                        .answer(TestingReceiver.Answer.of(200).after(ofSeconds(25)));
                var worker = new WorkerProcess(
                        environment("requeue", Map.of("MODEL_PREVIEW_WORKER_SHUTDOWN_TIMEOUT", "1s")), "worker")) {
            String id = enqueue("requeue", receiver.url("/"));
            await().atMost(ofSeconds(90)).until(() -> !receiver.received().isEmpty());

            worker.sigterm();
            worker.await(ofSeconds(30));

            assertThat(list("requeue", "pending")).containsExactly(id);
            assertThat(list("requeue", "active")).isEmpty();
            assertThat(retried("requeue", id)).isZero();
        }
    }

    @Test
    void losesOneRetryOfOneTaskToAKilledBrowser() throws Exception {
        // The receiver thinks for a while, so that tasks are left when the browser dies.
        try (var receiver = new TestingReceiver()
                        .answer(TestingReceiver.Answer.of(200).after(ofMillis(500)));
                var redis = JedisRedis.connect(RedisLocation.parse(REDIS.uri()), null, 2);
                var worker = new WorkerProcess(
                        environment(
                                "killed",
                                Map.of(
                                        "MODEL_PREVIEW_WORKER_CONCURRENCY", "1",
                                        "MODEL_PROJECTION_WORKER_CONCURRENCY", "0")),
                        "worker")) {
            Inspector inspector = new Inspector(redis, Clock.systemUTC());
            for (int i = 0; i < 6; i++) {
                enqueue("killed", receiver.url("/" + i));
            }
            await().atMost(ofSeconds(90)).until(() -> receiver.received().size() >= 2);
            List<ProcessHandle> browsers = worker.children().stream()
                    .filter(child -> child.info().command().orElse("").contains("chrom"))
                    .filter(child -> child.parent()
                            .flatMap(parent -> parent.info().command())
                            .filter(command -> command.contains("chrom"))
                            .isEmpty())
                    .toList();
            assertThat(browsers).as("one a task at once").hasSize(1);

            browsers.forEach(ProcessHandle::destroyForcibly);

            await().atMost(ofSeconds(60)).until(() -> inspector.moves().runAll("killed", TaskState.RETRY) == 1);
            await().atMost(ofSeconds(60)).until(() -> receiver.received().size() == 6);
            await().atMost(ofSeconds(10))
                    .untilAsserted(() -> assertThat(inspector.history("killed", 1))
                            .allSatisfy(day -> {
                                assertThat(day.processed()).isEqualTo(7);
                                assertThat(day.failed()).isEqualTo(1);
                            }));
            assertThat(receiver.received().stream().map(request -> request.uri().getPath()))
                    .as("nothing but completed tasks, once each")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void saysInOneLineWhatIsMissing() throws Exception {
        try (var worker = new WorkerProcess(Map.of("AVVY_HOME", "."), "worker")) {
            assertThat(worker.await(ofSeconds(30))).isEqualTo(2);
            assertThat(worker.lines())
                    .containsExactly("avvy-worker: worker.callback.secret: absent"
                            + " (expected: environment variable MODEL_PREVIEW_CALLBACK_SECRET)");
        }
    }

    @Test
    void saysInOneLineThatThereIsNoBrowser() throws Exception {
        try (var worker = new WorkerProcess(
                environment(
                        "none",
                        Map.of(
                                "PREVIEW_BROWSER", "/nowhere/chromium",
                                "PREVIEW_BROWSER_INSTALL", "never")),
                "worker")) {
            assertThat(worker.await(ofSeconds(30))).isEqualTo(1);
            assertThat(worker.lines()).singleElement().asString().contains("/nowhere/chromium");
        }
    }

    private static Map<String, String> environment(String queue, Map<String, String> more) {
        var environment = new HashMap<>(Map.of(
                "AVVY_HOME", ".",
                "REDIS_ADDRESS", "127.0.0.1:" + REDIS.port(),
                "MODEL_PREVIEW_QUEUE_NAME", queue,
                "MODEL_PREVIEW_CALLBACK_SECRET", "secret",
                "MODEL_PREVIEW_CALLBACK_ALLOW_HTTP", "true",
                "MODEL_PREVIEW_CALLBACK_ALLOW_PRIVATE", "true"));
        environment.putAll(more);
        return environment;
    }

    private static String enqueue(String queue, String url) throws IOException {
        byte[] payload = Payload.preview(url, TestingModels.texturedBox(), Map.of());
        try (var connection = JedisRedis.connect(RedisLocation.parse(REDIS.uri()), null, 2)) {
            return new AsynqClient(connection, Clock.systemUTC())
                    .enqueue(NewTask.of("model.preview.v1")
                            .queue(queue)
                            .payload(ByteBuffer.wrap(payload))
                            .build())
                    .id();
        }
    }

    private static List<String> list(String queue, String state) {
        RedissonClient client = client();
        try {
            return client.<String>getList("asynq:{" + queue + "}:" + state, StringCodec.INSTANCE)
                    .readAll();
        } finally {
            client.shutdown();
        }
    }

    private static int retried(String queue, String id) throws Exception {
        RedissonClient client = client();
        try {
            byte[] message = client.<String, byte[]>getMap(
                            "asynq:{" + queue + "}:t:" + id,
                            new CompositeCodec(StringCodec.INSTANCE, ByteArrayCodec.INSTANCE))
                    .get("msg");
            return TaskMessage.parseFrom(message).getRetried();
        } finally {
            client.shutdown();
        }
    }

    private static RedissonClient client() {
        return RedissonClients.create(RedisLocation.parse("127.0.0.1:" + REDIS.port()), 2);
    }
}
