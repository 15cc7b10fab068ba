// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.SkipRetryException;
import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.QueueInfo;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.server.Delivery;
import com.avvyland.worker.asynq.server.Server;
import com.avvyland.worker.asynq.server.ServerOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Brings tasks into every state with asynq's own parts: its client enqueues, its server runs what the header says. */
final class TestingQueues implements AutoCloseable {

    static final String HEADER = "end";

    private final AsynqClient client;
    private final Inspector inspector;
    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Server server;
    private boolean started;

    TestingQueues(Redis redis, String queue) {
        client = new AsynqClient(redis, Clock.systemUTC());
        inspector = new Inspector(redis, Clock.systemUTC());
        server = new Server(redis, ServerOptions.of(Map.of(queue, 1), 8), this::handle, handlers, Clock.systemUTC());
    }

    AsynqClient client() {
        return client;
    }

    Inspector inspector() {
        return inspector;
    }

    void enqueue(NewTask.Builder task, String end) {
        client.enqueue(task.header(HEADER, end).build());
    }

    void start() {
        started = true;
        server.start();
    }

    void awaitQueue(String queue, Predicate<QueueInfo> state) {
        await().atMost(Duration.ofSeconds(20)).until(() -> inspector.queue(queue), state);
    }

    private void handle(Delivery delivery) throws Exception {
        String end = delivery.task().getHeadersOrDefault(HEADER, "done");
        switch (end) {
            case "done" ->
                delivery.succeed(new byte[] {(byte) 0xa1, 0x67, 'p', 'e', 'r', 'c', 'e', 'n', 't', 0x18, 100});
            case "runs" -> never.await();
            default -> {
                if (end.startsWith("archive ")) {
                    throw new SkipRetryException(end.substring(8), null);
                }
                throw new IllegalStateException(end);
            }
        }
    }

    @Override
    public void close() {
        never.countDown();
        if (started) {
            server.close();
        }
        started = false;
        handlers.close();
    }
}
