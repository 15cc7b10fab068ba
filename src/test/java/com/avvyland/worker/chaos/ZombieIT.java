// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.chaos;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingReceiver.Answer;
import com.avvyland.worker.testing.TestingRedis;
import com.avvyland.worker.testing.WorkerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Freezes a packaged worker for longer than its lease while another one does its task, and lets it go on.
 *
 * <p>SIGSTOP stops the JVM with the clock going on, as a machine that swaps, is paused or moved does.
 */
@EnabledIfSystemProperty(
        named = "chaos",
        matches = "short|long",
        disabledReason = "it takes a minute (expected: -Dchaos=short, or bin/avvy-worker test --chaos)")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no SIGSTOP (expected: Linux or macOS)")
class ZombieIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    @TempDir
    Path folder;

    private StormProviders providers;
    private TestingReceiver receiver;
    private StormQueues queues;
    private StormWorkers workers;

    @BeforeEach
    void start() throws Exception {
        providers = new StormProviders();
        receiver = new TestingReceiver();
        queues = new StormQueues(REDIS);
        Path home = StormHome.create(folder.resolve("home"));
        workers = new StormWorkers(folder.toRealPath(), providers.environment(home.toString(), REDIS.port()));
    }

    @AfterEach
    void stop() {
        workers.close();
        queues.close();
        receiver.close();
        providers.close();
    }

    /**
     * One task waits for a provider; of the other the finished body is at hand, and the next attempt at delivering it is due
     * when the worker wakes.
     */
    @Test
    void answersForNothingThatAnotherWorkerHasFinishedMeanwhile() throws Exception {
        providers.fal.doneAfter(1_000);
        StormTask model = StormTask.of(8, receiver.url("/"));
        StormTask preview = StormTask.of(0, receiver.url("/"));
        queues.enqueue(model);
        WorkerProcess stale = workers.add();
        await().atMost(ofSeconds(60))
                .until(() -> providers.fal.calls().stream()
                        .anyMatch(call -> call.path().endsWith("/status")));
        receiver.answer(Answer.of(503).with("Retry-After", "3"));
        queues.enqueue(preview);
        await().pollInterval(ofMillis(50))
                .atMost(ofSeconds(60))
                .until(() -> stale.lines().stream().anyMatch(line -> line.contains("callback: 503")));

        stale.sigstop();
        providers.fal.doneAfter(1);
        WorkerProcess other = workers.add();
        awaitEnd();
        other.sigterm();
        other.await(ofSeconds(30));
        long processed = queues.processed(StormTask.MODELS) + queues.processed(StormTask.PROJECTIONS);
        stale.sigcont();
        // It is awake, and through with what it had, when it has done one more.
        StormTask next = StormTask.of(10, receiver.url("/"));
        queues.enqueue(next);
        awaitEnd();

        assertThat(stale.alive()).isTrue();
        assertThat(callbacks(next)).hasSize(1);
        assertThat(callbacks(model)).hasSize(1);
        assertThat(providers.fal.billed()).hasSize(1);
        List<byte[]> bodies = callbacks(preview);
        assertThat(bodies).as("the stale worker's first, then the other's").hasSize(2);
        assertThat(bodies.getLast()).isEqualTo(bodies.getFirst());
        assertThat(queues.processed(StormTask.MODELS) + queues.processed(StormTask.PROJECTIONS))
                .as("outcomes written")
                .isEqualTo(processed + 1);
    }

    private void awaitEnd() {
        await().atMost(ofSeconds(90)).until(() -> {
            queues.runRetries();
            return queues.waiting() == 0;
        });
    }

    private List<byte[]> callbacks(StormTask task) {
        List<byte[]> bodies = new ArrayList<>();
        receiver.received().stream()
                .filter(received -> received.uri().getPath().equals("/" + task.id()))
                .forEach(received -> bodies.add(received.body()));
        return bodies;
    }
}
