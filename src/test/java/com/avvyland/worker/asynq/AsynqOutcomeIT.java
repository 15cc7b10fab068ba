// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.testing.TestingCamel;
import com.avvyland.worker.asynq.testing.TestingStore;
import com.avvyland.worker.asynq.testing.TestingTasks;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ends tasks by the header that a route sets instead of by an exception. */
class AsynqOutcomeIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestingTasks tasks = new TestingTasks(STORE, "default");
    private TestingCamel camel;

    @BeforeEach
    void enqueue() {
        camel = new TestingCamel(STORE);
        AsynqClient client = new AsynqClient(STORE.redis(), Clock.systemUTC());
        client.enqueue(NewTask.of("t").id("task").retention(Duration.ofHours(1)).build());
    }

    @AfterEach
    void stop() {
        camel.close();
    }

    private void run(String outcome, boolean fails) throws Exception {
        camel.route("tasks", "asynq:default", exchange -> {
            exchange.getMessage().setHeader(AsynqConstants.OUTCOME, outcome);
            if (fails) {
                throw new IllegalStateException("no such model");
            }
        });
    }

    @Test
    void archivesAFailedTaskAtOnce() throws Exception {
        run("archive", true);
        await().atMost(SOON).until(() -> "archived".equals(tasks.state("task")));
        assertThat(tasks.message("task").getErrorMsg()).isEqualTo("no such model");
    }

    @Test
    void archivesATaskWhoseExchangeWentWell() throws Exception {
        run("Archive", false);
        await().atMost(SOON).until(() -> "archived".equals(tasks.state("task")));
    }

    @Test
    void deletesARevokedTaskWhateverItsRetention() throws Exception {
        run("revoke", false);
        await().atMost(SOON).until(() -> tasks.state("task") == null);
        assertThat(STORE.oracle().text("GET", "asynq:{default}:processed")).isEqualTo("1");
    }

    @Test
    void retriesWithoutUsingUpARetry() throws Exception {
        run("uncounted", true);
        await().atMost(SOON).until(() -> "retry".equals(tasks.state("task")));
        assertThat(tasks.message("task").getRetried()).isZero();
        assertThat(tasks.message("task").getErrorMsg()).isEqualTo("no such model");
    }

    @Test
    void countsAWordThatMeansNothingAsAFailure() throws Exception {
        run("drop", false);
        await().atMost(SOON).until(() -> "retry".equals(tasks.state("task")));
        assertThat(tasks.message("task").getErrorMsg())
                .isEqualTo("CamelAsynqOutcome: drop (expected: archive, revoke or uncounted)");
    }
}
