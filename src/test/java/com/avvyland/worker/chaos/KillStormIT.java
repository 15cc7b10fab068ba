// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.chaos;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingReceiver.Answer;
import com.avvyland.worker.testing.TestingRedis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills packaged workers, one at random every few seconds, until they have done their tasks all the same. It takes
 * minutes: {@code -Dchaos=short} or {@code -Dchaos=long} runs it, {@code -Dchaos.seed} draws the same again.
 */
@EnabledIfSystemProperty(
        named = "chaos",
        matches = "short|long",
        disabledReason = "a storm takes minutes (expected: -Dchaos=short, or bin/avvy-worker test --chaos)")
class KillStormIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    @TempDir
    Path folder;

    private final StormSettings settings = StormSettings.ofProperties();
    private final Random random = new Random(settings.seed());
    private final History history = new History();
    private final Set<String> seenOrphaned = new HashSet<>();
    private long start;
    private long nextKill;

    @Test
    void losesNoTaskAndPaysForNothingTwiceWhileWorkersAreKilled() throws Exception {
        System.out.println("storm: " + settings);
        List<String> broken = new ArrayList<>();
        Path home = StormHome.create(folder.resolve("home"));
        try (var providers = new StormProviders();
                var receiver = new TestingReceiver();
                var queues = new StormQueues(REDIS);
                var workers =
                        new StormWorkers(folder.toRealPath(), providers.environment(home.toString(), REDIS.port()))) {
            try {
                enqueue(receiver, queues);
                storm(receiver, queues, workers);
                broken.addAll(workers.inherited());
                broken.addAll(workers.stop());
                workers.awaitSilence();
                System.out.println("storm: left in temporary folders: " + workers.temporary());
            } finally {
                history.called(receiver.received());
                System.out.println("storm: " + history.write(Path.of("target/chaos/" + settings.seed() + ".log")));
                System.out.println(summary(providers));
            }
            Set<String> held = new HashSet<>();
            for (String queue : StormQueues.NAMES) {
                Map<String, String> archived = queues.archived(queue);
                held.addAll(archived.keySet());
                broken.addAll(Invariants.ofQueue(queue, queues.left(queue), archived));
            }
            broken.addAll(Invariants.ofCallbacks(history));
            broken.addAll(Invariants.ofOutcomes(history, held));
            broken.addAll(Invariants.ofPurchases("gemini", providers.paintings()));
            broken.addAll(Invariants.ofPurchases("fal", providers.fal.billed()));
            broken.addAll(workers.processes());
            assertThat(broken).as("seed %d", settings.seed()).isEmpty();
            assertThat(history.killed).as("kills").isNotEmpty();
            assertThat(history.orphaned).as("tasks whose worker died").isNotEmpty();
        }
    }

    private void enqueue(TestingReceiver receiver, StormQueues queues) {
        List<StormTask> tasks = new ArrayList<>();
        for (int number = 0; number < settings.tasks(); number++) {
            tasks.add(StormTask.of(number, receiver.url("/")));
            receiver.answer(answer());
        }
        Collections.shuffle(tasks, random);
        tasks.forEach(task -> {
            history.enqueued(task);
            queues.enqueue(task);
        });
    }

    /** One callback in ten is refused for now, one in five is thought about while its worker may die. */
    private Answer answer() {
        int dice = random.nextInt(10);
        return dice == 0 ? Answer.of(503) : dice < 3 ? Answer.of(200).after(ofMillis(500)) : Answer.of(200);
    }

    private void storm(TestingReceiver receiver, StormQueues queues, StormWorkers workers) throws Exception {
        for (int place = 0; place < settings.workers(); place++) {
            workers.add();
        }
        start = System.nanoTime();
        nextKill = start + settings.killEvery().toNanos();
        await().pollInterval(ofMillis(250)).atMost(settings.patience()).until(() -> {
            history.called(receiver.received());
            operate(queues);
            if (queues.waiting() == 0) {
                return true;
            }
            List<Integer> working = workers.working();
            // One is spared, so that a machine that starts workers slowly gets through too.
            if (System.nanoTime() >= nextKill && working.size() > 1) {
                nextKill = System.nanoTime() + settings.killEvery().toNanos();
                int place = working.get(random.nextInt(working.size()));
                history.killed(workers.replace(place), place);
            }
            return false;
        });
    }

    /** Run again what waits for its retry, and what was archived only because its worker was killed too often. */
    private void operate(StormQueues queues) {
        queues.runRetries();
        Set<String> orphaned = new HashSet<>(queues.orphaned());
        orphaned.stream().filter(id -> !seenOrphaned.contains(id)).forEach(history::orphaned);
        seenOrphaned.clear();
        seenOrphaned.addAll(orphaned);
        for (String queue : StormQueues.NAMES) {
            queues.archived(queue).forEach((id, error) -> {
                if (error.matches("(?is).*(crash|died|lease).*") && !error.contains(Invariants.HELD)) {
                    history.rerun(id, error);
                    queues.run(queue, id);
                }
            });
        }
    }

    private String summary(StormProviders providers) {
        return "storm: seed %d, %d tasks in %d s; %d kills hit %d tasks (%d run again by hand); %d callbacks of %d tasks; %d pictures, %d models, %d readings bought"
                .formatted(
                        settings.seed(),
                        settings.tasks(),
                        (System.nanoTime() - start) / 1_000_000_000,
                        history.killed.size(),
                        history.orphaned.size(),
                        history.rerun.size(),
                        history.called.size(),
                        history.delivered().size(),
                        providers.paintings().size(),
                        providers.fal.billed().size(),
                        providers.openai.billed().size());
    }
}
