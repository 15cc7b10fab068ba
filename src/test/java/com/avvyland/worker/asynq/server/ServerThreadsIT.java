// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.testing.TestingStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs out of threads for handlers. */
class ServerThreadsIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    @Test
    void givesATaskBackForWhichThereIsNoThreadAndGoesOn() {
        Set<String> ran = ConcurrentHashMap.newKeySet();
        AtomicInteger asked = new AtomicInteger();
        AsynqClient client = new AsynqClient(STORE.redis(), Clock.systemUTC());
        for (int i = 0; i < 10; i++) {
            client.enqueue(NewTask.of("t").id("t" + i).build());
        }
        Handler handler = delivery -> {
            ran.add(delivery.task().getId());
            assertThat(delivery.task().getRetried()).isZero();
            delivery.succeed();
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Server server = new Server(
                        STORE.redis(),
                        ServerOptions.of(Map.of("default", 1), 2),
                        handler,
                        task -> {
                            if (asked.incrementAndGet() == 2) {
                                throw new OutOfMemoryError("unable to create native thread");
                            }
                            threads.execute(task);
                        },
                        Clock.systemUTC())) {
            server.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> ran.size() == 10);
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            STORE.oracle().number("EXISTS", "asynq:{default}:active", "asynq:{default}:retry") == 0);
        }
        assertThat(asked).hasValueGreaterThan(10);
    }
}
