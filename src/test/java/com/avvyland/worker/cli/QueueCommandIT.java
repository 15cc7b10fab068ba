// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.testing.TestingStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueCommandIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final String QUEUE = "model_preview";

    private static Map<String, String> environment() {
        return Map.of("REDIS_ADDRESS", STORE.server().uri());
    }

    @Test
    void countsEveryQueueThatWasUsed() {
        try (var queues = new TestingQueues(STORE.redis(), QUEUE)) {
            queues.enqueue(NewTask.of("t").queue(QUEUE), "archive invalid_model: x");
            queues.enqueue(NewTask.of("t").queue("other"), "done");
            queues.start();
            queues.awaitQueue(QUEUE, queue -> queue.archived() == 1);

            JsonNode document = run("ls", "--json").json();
            TestingCommand table = run("ls");

            assertThat(document.at("/queues").findValuesAsText("queue")).containsExactly(QUEUE, "other");
            assertThat(document.at("/queues/0/archived").asInt()).isEqualTo(1);
            assertThat(document.at("/queues/1/pending").asInt()).isEqualTo(1);
            assertThat(document.at("/queues/0").fieldNames())
                    .toIterable()
                    .containsExactly(
                            "queue",
                            "paused",
                            "size",
                            "pending",
                            "active",
                            "scheduled",
                            "retry",
                            "archived",
                            "completed",
                            "aggregating",
                            "groups",
                            "latency_ms",
                            "processed_today",
                            "failed_today",
                            "processed",
                            "failed");
            assertThat(table.out().lines()).hasSize(3).first().asString().startsWith("queue          pending  active");
        }
    }

    @Test
    void showsOneQueueWithItsServersAndItsHistory() {
        try (var queues = new TestingQueues(STORE.redis(), QUEUE)) {
            queues.enqueue(NewTask.of("t").queue(QUEUE), "redis: away");
            queues.enqueue(NewTask.of("t").queue(QUEUE).group("g"), "done");
            queues.start();
            queues.awaitQueue(QUEUE, queue -> queue.retry() == 1);

            JsonNode document = run("inspect", QUEUE, "--json").json();

            assertThat(document.path("failed").asInt()).isEqualTo(1);
            assertThat(document.path("memory_bytes").asLong()).isPositive();
            assertThat(document.at("/group_sizes/0/group").asText()).isEqualTo("g");
            assertThat(document.at("/servers/0/concurrency").asInt()).isEqualTo(8);
            assertThat(run("inspect", QUEUE).out()).contains("server", "0 of 8 active");
            JsonNode history = run("history", QUEUE, "--days", "2", "--json").json();
            assertThat(history.at("/days").size()).isEqualTo(2);
            assertThat(history.at("/days/0/failed").asInt()).isEqualTo(1);
            assertThat(run("history", QUEUE).out().lines()).hasSize(11);
        }
    }

    @Test
    void pausesAndUnpausesOnce() {
        try (var queues = new TestingQueues(STORE.redis(), QUEUE)) {
            queues.enqueue(NewTask.of("t").queue(QUEUE), "done");

            assertThat(run("pause", QUEUE).out()).isEqualTo("queue model_preview: paused\n");
            assertThat(queues.inspector().queue(QUEUE).paused()).isTrue();
            assertThat(run("ls").out()).contains("paused");
            assertThat(run("pause", QUEUE))
                    .isEqualTo(new TestingCommand(1, "", "avvy-worker: queue \"model_preview\" is already paused\n"));
            assertThat(run("unpause", QUEUE, "--json").out())
                    .isEqualTo("{\"queue\":\"model_preview\",\"paused\":false}\n");
            assertThat(queues.inspector().queue(QUEUE).paused()).isFalse();
            assertThat(run("unpause", QUEUE).status()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "history", "pause", "unpause"})
    void endsWithThreeForAQueueThatWasNeverUsed(String verb) {
        TestingCommand ended = run(verb, "never");

        assertThat(ended)
                .isEqualTo(new TestingCommand(
                        3, "", "avvy-worker: queue: never (expected: a queue that was used; see queue ls)\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ls --foo", "history q --days 0", "history q --days x", "inspect"})
    void endsWithTwoForAWrongCommandLine(String args) {
        TestingCommand ended = args.isEmpty() ? run() : run(args.split(" "));

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).startsWith("avvy-worker: ").hasLineCount(2);
    }

    @Test
    void saysInOneLineThatRedisIsAway() {
        TestingCommand ended = TestingCommand.run(
                Map.of("REDIS_ADDRESS", "redis://:canary-9F@127.0.0.1:1/0"), "queue", "ls", "--json");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .startsWith("avvy-worker: redis")
                .contains("127.0.0.1:1")
                .hasLineCount(1)
                .doesNotContain("canary");
    }

    @Test
    void saysInOneLineThatTheConfigurationIsWrong() {
        TestingCommand ended = TestingCommand.run(Map.of("REDIS_ADDRESS", "redis://:canary-9F@h:0x/0"), "queue", "ls");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err())
                .isEqualTo("avvy-worker: REDIS_ADDRESS: worker.redis.address: *** (expected: host:port,"
                        + " or a redis://, rediss://, redis-sentinel:// URI)\n");
    }

    private static TestingCommand run(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "queue";
        System.arraycopy(args, 0, all, 1, args.length);
        return TestingCommand.run(environment(), all);
    }
}
